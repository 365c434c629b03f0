namespace AsyncStdTests.Runtimes.Configuration;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Configuration;
using Microsoft.Extensions.Configuration;

public sealed class DescribeTests
{
    [Fact]
    public void It_lists_each_option_with_its_value()
    {
        using Runtime runtime = TestRuntime.Builder().Build();

        string text = runtime.Describe();

        foreach (OptionDefinition option in OptionTable.All)
        {
            text.ShouldContain($"  {option.Key} = {option.Show(runtime.Options)} (default)");
        }
    }

    [Fact]
    public void It_says_where_each_value_came_from()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("AsyncStd:SliceBudget", "77")]).Build();
        using Runtime runtime = TestRuntime.Builder(("ASYNC_STD_THREAD_COUNT", "2")).Configure(configuration.GetSection("AsyncStd")).ThreadName("mine").Build();

        string text = runtime.Describe();

        text.ShouldContain("  ThreadCount = 2 (ASYNC_STD_THREAD_COUNT)");
        text.ShouldContain("  SliceBudget = 77 (AsyncStd:SliceBudget)");
        text.ShouldContain("  ThreadName = mine (code)");
        text.ShouldContain("  BlockingThreads = 512 (default)");
    }

    [Fact]
    public void It_lists_variables_that_mean_nothing()
    {
        using Runtime runtime = TestRuntime.Builder(("ASYNC_STD_THREADS", "4"), ("ASYNC_STD_COLOUR", null), ("OTHER", "x")).Build();

        string text = runtime.Describe();

        text.ShouldContain("unknown variable ASYNC_STD_THREADS");
        text.ShouldContain("unknown variable ASYNC_STD_COLOUR");
        text.ShouldNotContain("OTHER");
    }

    [Fact]
    public void It_names_the_runtime_its_executor_and_its_clock()
    {
        using Runtime runtime = TestRuntime.Builder().Name("billing").Use(RuntimeKind.ThreadPool).UseClock(new OwnClock()).Build();

        string text = runtime.Describe();

        text.ShouldContain("runtime 'billing': thread-pool");
        text.ShouldContain("clock: OwnClock");
    }

    [Fact]
    public void It_says_how_many_threads_run()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build();
        string before = runtime.Describe();

        Runtime.BlockOn(runtime.Spawn(() => { }));

        before.ShouldContain("not started");
        runtime.Describe().ShouldContain("1 running");
    }

    private sealed class OwnClock : TimeProvider;
}
