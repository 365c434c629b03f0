namespace AsyncStdTests.Prelude;

using System.Reflection;
using AsyncStd.Prelude;
using AsyncStd.Stream;

/// <summary>The names of what the prelude adds to asynchronous sequences.</summary>
public sealed class AsyncEnumerableExtensionsTests
{
    private static readonly HashSet<string> s_linq = NamesOf(typeof(AsyncEnumerable), BindingFlags.Static);

    [Fact]
    public void No_extension_has_the_name_of_a_LINQ_operator()
    {
        HashSet<string> ours = NamesOf(typeof(AsyncEnumerableExtensions), BindingFlags.Static);

        ours.ShouldContain("Merge");
        ours.Intersect(s_linq).ShouldBeEmpty();
    }

    [Fact]
    public void The_operators_that_sequences_bring_themselves_are_named_as_in_LINQ()
    {
        HashSet<string> ours = NamesOf(typeof(AsyncSequence<>), BindingFlags.Instance | BindingFlags.DeclaredOnly);

        ours.Except(s_linq).Order().ShouldBe(["ForEachAsync", "GetAsyncEnumerator"]); // a method of a type may be called as it likes
    }

    private static HashSet<string> NamesOf(Type type, BindingFlags flags)
        => [.. type.GetMethods(flags | BindingFlags.Public).Where(method => !method.IsSpecialName).Select(method => method.Name)];
}
