namespace AsyncStdHostingTests.ApiSnapshot;

using System.Reflection;
using AsyncStd.Hosting;
using AsyncStdTests.ApiSnapshot;

/// <summary>The public surface of the library for hosts: what was reviewed, by the rules of the library below.</summary>
public sealed class ApiSnapshotTests
{
    private static readonly Assembly s_library = typeof(AsyncStdHttpHandler).Assembly;

    [Fact]
    public void The_public_surface_is_the_one_that_was_reviewed() => GeneratedFile.Review(ApiText.Of(s_library), "api", "AsyncStd.Hosting.txt");

    [Fact]
    public void A_method_that_returns_a_task_is_named_so() => ApiRules.TasksWithoutSuffix(s_library).ShouldBeEmpty();

    [Fact]
    public void A_method_that_is_named_so_returns_what_can_be_awaited_or_enumerated() => ApiRules.SuffixesWithoutTask(s_library).ShouldBeEmpty();

    [Fact]
    public void A_method_that_waits_takes_a_token_last_and_as_an_option() => ApiRules.TasksWithoutToken(s_library).ShouldBeEmpty();
}
