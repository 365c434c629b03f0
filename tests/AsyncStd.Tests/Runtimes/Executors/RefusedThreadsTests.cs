namespace AsyncStdTests.Runtimes.Executors;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

[Collection(RefusedThreadsCollection.Name)]
public sealed class RefusedThreadsTests
{
    [Fact]
    public void Without_its_first_thread_a_runtime_says_that_it_cannot_start()
    {
        using Runtime runtime = TestRuntime.Builder().Name("refused").ThreadCount(2).Build();
        using var refused = RefusedThreads.After(0);

        var exception = Should.Throw<InvalidOperationException>(() => runtime.BlockOn(() => Task.CompletedTask));

        exception.Message.ShouldContain("Runtime 'refused' cannot start");
        exception.Message.ShouldContain("the operating system refuses to start a thread");
    }

    [Fact]
    public void A_task_that_could_not_start_is_not_alive()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Build();
        using var refused = RefusedThreads.After(0);

        Should.Throw<InvalidOperationException>(() => runtime.Spawn(() => { }));

        runtime.Metrics.TasksAlive.ShouldBe(0);
    }

    [Fact]
    public void A_runtime_that_could_not_start_does_when_there_are_threads_again()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Build();
        using (RefusedThreads.After(0))
        {
            Should.Throw<InvalidOperationException>(() => runtime.Spawn(() => { }));
        }

        int answer = Runtime.BlockOn(runtime.Spawn(() => 42));

        answer.ShouldBe(42);
    }

    [Fact]
    public void Without_a_later_thread_a_runtime_runs_with_those_it_has_and_says_so()
    {
        using var refused = RefusedThreads.After(2);
        using Runtime runtime = TestRuntime.Builder().ThreadCount(4).Build();

        int sum = runtime.BlockOn(async () =>
        {
            JoinHandle<int>[] tasks = [.. Enumerable.Range(1, 100).Select(number => Runtime.Current.Spawn(() => number))];
            int total = 0;
            foreach (JoinHandle<int> task in tasks)
            {
                total += await task;
            }

            return total;
        });

        sum.ShouldBe(5050);
        runtime.Describe().ShouldContain("the operating system refused thread 3");
    }

    [Fact]
    public void Without_a_later_thread_timers_fire_all_the_same()
    {
        using var refused = RefusedThreads.After(1);
        using Runtime runtime = TestRuntime.Builder().ThreadCount(4).Build();
        using RuntimeEntryScope scope = runtime.Enter();

        Task[] sleeps = [.. Enumerable.Range(0, 8).Select(_ => Task.Sleep(TimeSpan.FromMilliseconds(1)).AsTask())];

        Task.WaitAll(sleeps, TimeSpan.FromSeconds(60)).ShouldBeTrue();
    }

    [Fact]
    public void Without_a_later_thread_an_idle_runtime_sleeps()
    {
        using var refused = RefusedThreads.After(1);
        using Runtime runtime = TestRuntime.Builder().ThreadCount(4).Build();
        Runtime.BlockOn(runtime.Spawn(() => { }));

        bool asleep = SpinWait.SpinUntil(() => runtime.Metrics is { Workers: 1, ParkedWorkers: 1 }, TimeSpan.FromSeconds(60));

        asleep.ShouldBeTrue(runtime.Metrics.ToString());
    }

    [Fact]
    public void Without_a_spare_thread_the_thread_pool_makes_a_blocking_call_and_the_runtime_says_so()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build().WithoutHelp();
        Runtime.BlockOn(runtime.Spawn(() => { }));
        var reported = new List<Exception>();
        runtime.UnhandledException += (_, arguments) => reported.Add(arguments.Exception);
        using var refused = RefusedThreads.After(0);

        int answer = runtime.RunBlockingAsync(BlockingKind.Long, 42, static number => number).AsTask().GetAwaiter().GetResult();

        SpinWait.SpinUntil(() => runtime.Metrics.BlockingOutstanding == 0, TimeSpan.FromSeconds(60));
        (answer, runtime.Metrics.BlockingOutstanding, runtime.Metrics.BlockingThreads).ShouldBe((42, 0, 0));
        reported.ShouldHaveSingleItem().Message.ShouldContain("no thread for blocking calls");
    }
}
