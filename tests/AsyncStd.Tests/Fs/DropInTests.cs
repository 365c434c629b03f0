namespace AsyncStdTests.Fs;

using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using DropInDirectory = AsyncStd.Fs.Directory;
using DropInFile = AsyncStd.Fs.File;

/// <summary>The types that take the place of the BCL's have all that the BCL's have, and all that the prelude adds to those.</summary>
public sealed class DropInTests
{
    private const BindingFlags Statics = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>What asks nobody, or does not wait.</summary>
    private static readonly string[] s_withoutTwin = ["GetParent", "GetDirectoryRoot", "GetCurrentDirectory", "GetLogicalDrives"];

    public static TheoryData<Type, Type, Type> Pairs => new()
    {
        { typeof(File), typeof(DropInFile), typeof(FileExtensions) },
        { typeof(Directory), typeof(DropInDirectory), typeof(DirectoryExtensions) },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void Each_static_of_the_BCL_is_there_with_its_signature(Type original, Type dropIn, Type extensions)
    {
        _ = extensions;
        var there = dropIn.GetMethods(Statics).Select(method => Signature(method, 0)).ToHashSet();

        // The optional token of a twin stands where the BCL has none; those that the BCL has itself have one, too.
        var missing = original.GetMethods(Statics).Select(method => Signature(method, 0)).Where(signature => !there.Contains(signature));

        missing.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Each_static_of_the_BCL_that_blocks_has_a_twin_and_a_warning_that_names_it(Type original, Type dropIn, Type extensions)
    {
        _ = extensions;
        var twins = dropIn.GetMethods(Statics).Select(method => method.Name).ToHashSet();
        foreach (var method in original.GetMethods(Statics).Where(each => !each.Name.EndsWith("Async", StringComparison.Ordinal) && !s_withoutTwin.Contains(each.Name)))
        {
            var same = dropIn.GetMethods(Statics).Single(each => Signature(each, 0) == Signature(method, 0));
            var obsolete = same.GetCustomAttribute<ObsoleteAttribute>().ShouldNotBeNull(method.ToString());

            obsolete.Message.ShouldNotBeNull().ShouldContain($"{original.Name}.{method.Name}Async");
            obsolete.DiagnosticId.ShouldBe("ASTD0100");
            obsolete.IsError.ShouldBeFalse();
            twins.ShouldContain(method.Name + "Async");
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Each_overload_of_the_BCL_has_a_twin_that_takes_the_same(Type original, Type dropIn, Type extensions)
    {
        _ = extensions;
        var twins = dropIn.GetMethods(Statics).Where(each => each.Name.EndsWith("Async", StringComparison.Ordinal)).ToList();
        var missing = original.GetMethods(Statics)
            .Where(each => !each.Name.EndsWith("Async", StringComparison.Ordinal) && !s_withoutTwin.Contains(each.Name))
            .Where(each => !twins.Any(twin => Accepts(twin, each)))
            .Select(each => each.ToString());

        missing.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Each_static_of_the_prelude_is_also_on_the_type_itself(Type original, Type dropIn, Type extensions)
    {
        _ = original;
        var there = dropIn.GetMethods(Statics).Select(method => Signature(method, 0)).ToHashSet();
        var added = extensions.GetMethods(Statics).Where(method => !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute)));

        added.Select(method => Signature(method, 0)).Where(signature => !there.Contains(signature)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Pairs))]
    public void The_prelude_takes_no_name_that_the_BCL_has(Type original, Type dropIn, Type extensions)
    {
        _ = dropIn;
        var taken = original.GetMethods(Statics).Select(method => method.Name).ToHashSet();

        extensions.GetMethods(Statics).Select(method => method.Name).Where(taken.Contains).ShouldBeEmpty();
        extensions.GetMethods(Statics).Select(method => method.Name).ShouldNotContain("CreateHardLinkAsync"); // .NET 11 has announced its sister
    }

    private static string Signature(MethodInfo method, int skip)
        => $"{method.Name}({string.Join(", ", method.GetParameters().Skip(skip).Select(parameter => parameter.ParameterType))})";

    /// <summary>The same parameters by name, memory for spans and sequences for arrays, with more that are optional.</summary>
    private static bool Accepts(MethodInfo twin, MethodInfo sister)
    {
        var wanted = sister.GetParameters();
        var has = twin.GetParameters();
        return twin.Name == sister.Name + "Async"
            && has.Length > wanted.Length
            && has.Skip(wanted.Length).All(parameter => parameter.IsOptional)
            && wanted.Zip(has).All(pair => IsSame(pair.First.ParameterType, pair.Second.ParameterType) && pair.First.Name == pair.Second.Name);
    }

    private static bool IsSame(Type wanted, Type has)
        => has.IsAssignableFrom(wanted)
            || (wanted == typeof(ReadOnlySpan<byte>) && has == typeof(ReadOnlyMemory<byte>))
            || (wanted == typeof(ReadOnlySpan<char>) && has == typeof(ReadOnlyMemory<char>));
}
