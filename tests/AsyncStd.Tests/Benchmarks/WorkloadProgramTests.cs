namespace AsyncStdTests.Benchmarks;

using System.Text.Json;

public sealed class WorkloadProgramTests
{
    private static readonly string[] s_figures =
        ["ops", "seconds", "ns_per_op", "cpu_ns_per_op", "alloc_bytes_per_op", "gen0", "rss_mb"];

    [Theory]
    [InlineData("spawn_join")]
    [InlineData("spawn_many_tree")]
    [InlineData("chained_spawn")]
    [InlineData("group_spawn")]
    [InlineData("group_results")]
    [InlineData("group_idle", "heap_bytes_per_child", "heap_bytes_left")]
    [InlineData("yield_many")]
    [InlineData("ping_pong")]
    [InlineData("sleep_many", "max_late_ms", "mean_late_ms")]
    [InlineData("sleep_many_1m", "max_late_ms", "mean_late_ms")]
    [InlineData("block_on")]
    [InlineData("block_on_spawn")]
    [InlineData("spawn_blocking")]
    [InlineData("channel_spsc_bounded")]
    [InlineData("channel_mpsc")]
    [InlineData("channel_mpmc")]
    [InlineData("channel_unbounded")]
    [InlineData("mutex_uncontended")]
    [InlineData("mutex_contended")]
    [InlineData("mutex_yield")]
    [InlineData("rwlock_read_heavy")]
    [InlineData("semaphore")]
    [InlineData("stream_map_filter_fold")]
    [InlineData("timeout_quick")]
    [InlineData("idle_sleep", "bytes_per_task", "heap_bytes_per_task")]
    [InlineData("idle_notify", "bytes_per_task", "heap_bytes_per_task")]
    public void A_workload_prints_its_figures_as_one_line_of_json(string workload, params string[] ownFigures)
    {
        var run = WorkloadProgram.Run("--workload", workload, "--size", "300", "--no-warmup").ShouldSucceed();

        using var line = JsonDocument.Parse(run.Output.ShouldHaveSingleLine());
        var result = line.RootElement;
        result.GetProperty("program").GetString().ShouldBe("asyncstd");
        result.GetProperty("workload").GetString().ShouldBe(workload);
        result.GetProperty("ops").GetInt64().ShouldBePositive();
        result.GetProperty("ns_per_op").GetDouble().ShouldBePositive();
        result.EnumerateObject().Select(figure => figure.Name).ShouldBe(["program", "workload", .. s_figures, .. ownFigures]);
        result.EnumerateObject().Skip(2).ShouldAllBe(figure => figure.Value.ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public void A_workload_with_its_warm_up_runs()
    {
        var run = WorkloadProgram.Run("--workload", "spawn_join", "--size", "300").ShouldSucceed();

        run.Output.ShouldHaveSingleLine();
    }

    [Theory]
    [InlineData("no_such_workload")]
    [InlineData("fs_walk_backwards")]
    public void An_unknown_workload_exits_with_3(string workload)
    {
        var run = WorkloadProgram.Run("--workload", workload, "--size", "300");

        run.ExitCode.ShouldBe(3);
        run.Output.ShouldContain($"'{workload}'");
    }

    [Theory]
    [InlineData("--workload")]
    [InlineData("--workload", "spawn_join", "--size")]
    [InlineData("--workload", "spawn_join", "--size", "0")]
    [InlineData("--workload", "spawn_join", "--size", "-5")]
    [InlineData("--workload", "spawn_join", "--size", "many")]
    [InlineData("--workload", "spawn_join", "--siez", "300")]
    public void A_bad_command_line_exits_with_2_and_says_what_is_allowed(params string[] arguments)
    {
        var run = WorkloadProgram.Run(arguments);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldStartWith("usage: ");
    }
}
