namespace AsyncStdTests.Runtimes.Blocking;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Blocking;

public sealed class SpareThreadsTests : IDisposable
{
    private const int Limit = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    private readonly Runtime _runtime = TestRuntime.Builder().ThreadCount(1).ThreadName("owner").Build();
    private readonly SpareThreads _threads;

    public SpareThreadsTests() => _threads = new SpareThreads(_runtime, Limit);

    public void Dispose()
    {
        _threads.Stop();
        _runtime.Dispose();
    }

    [Fact]
    public void There_is_no_thread_before_the_first_call()
    {
        (_threads.ThreadCount, _threads.Outstanding).ShouldBe((0, 0));
    }

    [Fact]
    public void A_call_runs_on_a_background_thread_that_is_named_after_the_runtime()
    {
        Thread thread = RunUntilIdle(() => { });

        (thread.Name, thread.IsBackground, thread.IsThreadPoolThread).ShouldBe(("owner/blocking", true, false));
    }

    [Fact]
    public void Calls_beyond_the_limit_wait_for_a_thread()
    {
        using var release = new ManualResetEventSlim();
        using var begun = new SemaphoreSlim(0);
        using var ended = new CountdownEvent(Limit + 2);
        for (int i = 0; i < Limit + 2; i++)
        {
            _threads.Run(new NumberedItem(i, () =>
            {
                begun.Release();
                release.Wait(s_patience);
                ended.Signal();
            }));
        }

        bool[] begins = [.. Enumerable.Range(0, Limit).Select(_ => begun.Wait(s_patience))];
        (int threads, int outstanding, int more) = (_threads.ThreadCount, _threads.Outstanding, begun.CurrentCount);
        release.Set();

        ended.Wait(s_patience).ShouldBeTrue();
        begins.ShouldAllBe(begin => begin);
        (threads, outstanding, more).ShouldBe((Limit, Limit + 2, 0));
    }

    [Fact]
    public void A_thread_that_is_idle_is_used_again()
    {
        Thread first = RunUntilIdle(() => { });

        Thread second = RunUntilIdle(() => { });

        (second, _threads.ThreadCount).ShouldBe((first, 1));
    }

    [Fact]
    public void A_call_that_throws_leaves_its_thread_alive()
    {
        Exception? reported = null;
        _runtime.UnhandledException += (_, arguments) => reported = arguments.Exception;
        Thread first = RunUntilIdle(() => throw new InvalidDataException("planned"));

        Thread second = RunUntilIdle(() => { });

        (second, reported?.Message).ShouldBe((first, "planned"));
    }

    [Fact]
    public void Stopping_lets_what_waits_run_and_then_ends_the_threads()
    {
        using var release = new ManualResetEventSlim();
        using var ended = new CountdownEvent(Limit + 4);
        for (int i = 0; i < Limit + 4; i++)
        {
            _threads.Run(new NumberedItem(i, () =>
            {
                release.Wait(s_patience);
                ended.Signal();
            }));
        }

        _threads.Stop();
        release.Set();

        ended.Wait(s_patience).ShouldBeTrue();
        SpinWait.SpinUntil(() => _threads.ThreadCount == 0, s_patience).ShouldBeTrue();
    }

    [Fact]
    public void What_comes_after_the_stop_runs_on_the_thread_pool()
    {
        _threads.Stop();
        using var ran = new ManualResetEventSlim();
        bool pooled = false;

        _threads.Run(new NumberedItem(0, () =>
        {
            pooled = Thread.CurrentThread.IsThreadPoolThread;
            ran.Set();
        }));

        (ran.Wait(s_patience), pooled).ShouldBe((true, true));
    }

    [Fact]
    public void It_tells_when_the_last_call_has_ended()
    {
        using var idle = new ManualResetEventSlim();
        _threads.BecameIdle = idle.Set;

        _threads.Run(new NumberedItem(0));

        (idle.Wait(s_patience), _threads.Outstanding).ShouldBe((true, 0));
    }

    [Fact]
    public void A_thread_that_stays_idle_ends_and_a_later_call_gets_a_new_one()
    {
        _threads.IdleTimeout = s_moment;
        Thread first = RunOnce();

        first.Join(s_patience).ShouldBeTrue();
        int left = _threads.ThreadCount;
        Thread second = RunOnce();

        left.ShouldBe(0);
        second.ShouldNotBe(first);
    }

    [Fact]
    public void A_thread_whose_call_lasts_outlives_those_that_are_idle()
    {
        _threads.IdleTimeout = s_moment;
        using var release = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        Thread? busy = null;
        _threads.Run(new NumberedItem(0, () =>
        {
            busy = Thread.CurrentThread;
            begun.Set();
            release.Wait(s_patience);
        }));
        begun.Wait(s_patience).ShouldBeTrue();

        RunOnce().Join(s_patience).ShouldBeTrue();
        (int threads, int outstanding, bool alive) = (_threads.ThreadCount, _threads.Outstanding, busy!.IsAlive);
        release.Set();

        (threads, outstanding, alive).ShouldBe((1, 1, true));
        busy.Join(s_patience).ShouldBeTrue();
        _threads.ThreadCount.ShouldBe(0);
    }

    [Fact]
    public void The_metrics_count_the_threads_until_they_have_ended()
    {
        using Runtime runtime = TestRuntime.Builder().Use(RuntimeKind.CurrentThread).Build();
        runtime.SpareThreads.IdleTimeout = s_moment;

        (Thread thread, int during, int outstanding) = runtime.BlockOn(async () => await runtime.RunBlockingAsync(
            BlockingKind.Long, runtime, static runtime => (Thread.CurrentThread, runtime.Metrics.BlockingThreads, runtime.Metrics.BlockingOutstanding)));

        thread.Join(s_patience).ShouldBeTrue();
        (during, outstanding).ShouldBe((1, 1));
        (runtime.Metrics.BlockingThreads, runtime.Metrics.BlockingOutstanding).ShouldBe((0, 0));
    }

    /// <summary>Runs a call on a thread, which may have ended meanwhile.</summary>
    private Thread RunOnce()
    {
        Thread? thread = null;
        using var ran = new ManualResetEventSlim();
        _threads.Run(new NumberedItem(0, () =>
        {
            thread = Thread.CurrentThread;
            ran.Set();
        }));
        ran.Wait(s_patience).ShouldBeTrue();
        return thread!;
    }

    /// <summary>Runs a call and waits until its thread waits for the next one.</summary>
    private Thread RunUntilIdle(Action action)
    {
        Thread? thread = null;
        using var idle = new ManualResetEventSlim();
        _threads.BecameIdle = idle.Set;
        _threads.Run(new NumberedItem(0, () =>
        {
            thread = Thread.CurrentThread;
            action();
        }));
        idle.Wait(s_patience).ShouldBeTrue();
        SpinWait.SpinUntil(() => (thread!.ThreadState & ThreadState.WaitSleepJoin) != 0, s_patience).ShouldBeTrue();
        return thread!;
    }
}
