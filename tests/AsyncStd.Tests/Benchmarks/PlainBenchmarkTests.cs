namespace AsyncStdTests.Benchmarks;

public sealed class PlainBenchmarkTests
{
    [Fact]
    public void Each_benchmark_of_plain_code_runs_without_a_runtime_and_does_the_work_it_is_compared_by()
    {
        var run = WorkloadProgram.Run("--once").ShouldSucceed();

        run.Output.Lines().Select(name => name.Split('.')[0]).Distinct().ShouldBe(
            [
                "ChannelBenchmarks", "ContentionBenchmarks", "EventBenchmarks", "LockBenchmarks", "OneshotBenchmarks",
                "ReadWriteBenchmarks", "SemaphoreBenchmarks", "StreamBenchmarks", "WakeBenchmarks",
            ],
            ignoreOrder: true);
    }
}
