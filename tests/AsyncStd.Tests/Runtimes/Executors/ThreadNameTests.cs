namespace AsyncStdTests.Runtimes.Executors;

using AsyncStd.Runtimes;

/// <summary>What <c>ps -T</c> and <c>top -H</c> show.</summary>
public sealed class ThreadNameTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [LinuxFact]
    public void The_system_shows_the_first_15_bytes_of_the_name_of_each_worker()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(3).ThreadName("worker-of-this-test").Build();
        Runtime.BlockOn(runtime.Spawn(() => { }));

        bool shown = SpinWait.SpinUntil(() => ThreadNames.OfThisProcess().Count(name => name == "worker-of-this-") >= 3, s_patience);

        shown.ShouldBeTrue(string.Join(", ", ThreadNames.OfThisProcess()));
    }

    [LinuxFact]
    public void The_default_name_tells_whose_threads_they_are()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build();
        Runtime.BlockOn(runtime.Spawn(() => { }));

        bool shown = SpinWait.SpinUntil(() => ThreadNames.OfThisProcess().Contains("async-std/runti"), s_patience);

        shown.ShouldBeTrue(string.Join(", ", ThreadNames.OfThisProcess()));
    }

    [Fact]
    public void A_task_sees_the_whole_name()
    {
        using Runtime runtime = TestRuntime.Builder(("ASYNC_STD_THREAD_NAME", "a name of more than 15 bytes")).ThreadCount(1).Build().WithoutHelp();

        string? name = Runtime.BlockOn(runtime.Spawn(() => Thread.CurrentThread.Name));

        name.ShouldBe("a name of more than 15 bytes");
    }
}
