namespace AsyncStdTests.Runtimes.Configuration;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Configuration;

public sealed class GoodValueTests
{
    public static TheoryData<string, string> Limits() => new()
    {
        { "ASYNC_STD_RUNTIME", "work-stealing" },
        { "ASYNC_STD_RUNTIME", "thread-pool" },
        { "ASYNC_STD_RUNTIME", "current-thread" },
        { "ASYNC_STD_THREAD_COUNT", "1" },
        { "ASYNC_STD_THREAD_COUNT", "1024" },
        { "ASYNC_STD_THREAD_NAME", "x" },
        { "ASYNC_STD_THREAD_NAME", "späte Arbeit" },
        { "ASYNC_STD_IO", "auto" },
        { "ASYNC_STD_IO", "portable" },
        { "ASYNC_STD_IO", "epoll" },
        { "ASYNC_STD_IO", "io-uring" },
        { "ASYNC_STD_BLOCKING_THREADS", "1" },
        { "ASYNC_STD_BLOCKING_THREADS", "32768" },
        { "ASYNC_STD_BUDGET", "0" },
        { "ASYNC_STD_BUDGET", "1000000" },
        { "ASYNC_STD_SPIN", "0" },
        { "ASYNC_STD_SPIN", "10000" },
        { "ASYNC_STD_SHUTDOWN_TIMEOUT", "0" },
        { "ASYNC_STD_SHUTDOWN_TIMEOUT", "86400000" },
        { "ASYNC_STD_CANCEL_GRACE", "0" },
        { "ASYNC_STD_CANCEL_GRACE", "86400000" },
        { "ASYNC_STD_DUMP_ON_SIGNAL", "on" },
        { "ASYNC_STD_DUMP_ON_SIGNAL", "off" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void The_limits_of_each_option_are_allowed(string variable, string value)
    {
        RuntimeOptions options = TestRuntime.Builder((variable, value)).BuildOptions();

        OptionTable.All.Single(option => option.Variable == variable).Show(options).ShouldBe(value);
    }

    [Fact]
    public void Every_option_is_tried_at_its_limits()
    {
        IEnumerable<string> tried = Limits().Select(row => (string)row[0]).Distinct();

        tried.ShouldBe(OptionTable.All.Select(option => option.Variable), ignoreOrder: true);
    }

    [Theory]
    [InlineData("work-stealing")]
    [InlineData("thread-pool")]
    [InlineData("current-thread")]
    public void The_named_executor_is_built(string name)
    {
        using Runtime runtime = TestRuntime.Builder(("ASYNC_STD_RUNTIME", name)).Build();

        runtime.Executor.ShouldBe(name);
    }

    [Fact]
    public void Without_any_setting_there_is_a_worker_for_each_processor()
    {
        RuntimeOptions options = TestRuntime.Builder().BuildOptions();

        options.ThreadCount.ShouldBe(Math.Min(Environment.ProcessorCount, 1024));
    }
}
