namespace AsyncStdTests.ApiSnapshot;

using System.Reflection;
using AsyncStd.Task;

/// <summary>What each public method that returns a task keeps to, so that users need not look it up.</summary>
public sealed class ApiRulesTests
{
    private static readonly Assembly s_library = typeof(JoinHandle).Assembly;

    [Fact]
    public void A_method_that_returns_a_task_is_named_so() => ApiRules.TasksWithoutSuffix(s_library).ShouldBeEmpty();

    [Fact]
    public void A_method_that_is_named_so_returns_what_can_be_awaited_or_enumerated() => ApiRules.SuffixesWithoutTask(s_library).ShouldBeEmpty();

    [Fact]
    public void A_method_that_waits_takes_a_token_last_and_as_an_option() => ApiRules.TasksWithoutToken(s_library).ShouldBeEmpty();
}
