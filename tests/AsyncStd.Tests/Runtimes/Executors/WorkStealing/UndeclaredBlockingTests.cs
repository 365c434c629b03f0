namespace AsyncStdTests.Runtimes.Executors.WorkStealing;

using System.Collections.Concurrent;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Slices that block their worker without having said so.</summary>
public sealed class UndeclaredBlockingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void While_every_worker_is_stuck_what_waits_is_run_by_temporary_ones(int threads)
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(threads).Build();
        using var release = new ManualResetEventSlim();
        using var begun = new CountdownEvent(threads);
        List<JoinHandle<bool>> stuck = [.. Enumerable.Range(0, threads).Select(_ => runtime.Spawn(() =>
        {
            begun.Signal();
            return release.Wait(s_patience);
        }))];
        begun.Wait(s_patience).ShouldBeTrue();

        runtime.Spawn(release.Set).Detach();

        stuck.ShouldAllBe(task => Runtime.BlockOn(task));
    }

    [Fact]
    public void While_every_worker_is_stuck_many_that_block_too_and_timers_go_on()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Build();
        using var release = new ManualResetEventSlim();
        List<JoinHandle<bool>> stuck = [.. Enumerable.Range(0, 30).Select(_ => runtime.Spawn(() => release.Wait(s_patience)))];

        runtime.Spawn(async () =>
        {
            await Task.Sleep(TimeSpan.FromMilliseconds(5));
            await Task.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(5)));
            release.Set();
        }).Detach();

        stuck.ShouldAllBe(task => Runtime.BlockOn(task));
    }

    [Fact]
    public void Temporary_workers_leave_when_the_workers_are_back()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build();
        using var release = new ManualResetEventSlim();
        int most = 0;
        JoinHandle<bool> stuck = runtime.Spawn(() => release.Wait(s_patience));
        JoinHandle helped = runtime.Spawn(() =>
        {
            most = runtime.Metrics.TemporaryWorkers;
            release.Set();
        });

        Runtime.BlockOn(stuck).ShouldBeTrue();
        Runtime.BlockOn(helped);

        most.ShouldBeGreaterThan(0);
        SpinWait.SpinUntil(() => runtime.Metrics.TemporaryWorkers == 0, s_patience).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void There_are_never_more_temporary_workers_than_calls_may_block(int limit)
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Configure(options => options.BlockingThreads = limit).Build();
        using var release = new ManualResetEventSlim();
        using var refused = new SemaphoreSlim(0);
        var counts = new ConcurrentQueue<int>();
        Func<bool> revoke = runtime.SpareThreads.Revoke.ShouldNotBeNull();
        runtime.SpareThreads.Revoke = () => // asked for when one more is wanted and no permit is left
        {
            counts.Enqueue(runtime.Metrics.TemporaryWorkers);
            refused.Release();
            return revoke();
        };
        int begun = 0;

        List<JoinHandle<bool>> stuck = [.. Enumerable.Range(0, limit + 5).Select(_ => runtime.Spawn(() =>
        {
            Interlocked.Increment(ref begun);
            return release.Wait(s_patience);
        }))];
        bool[] refusals = [.. Enumerable.Range(0, 3).Select(_ => refused.Wait(s_patience))];
        int begunMeanwhile = Volatile.Read(ref begun);
        release.Set();

        stuck.ShouldAllBe(task => Runtime.BlockOn(task));
        refusals.ShouldAllBe(refusal => refusal);
        counts.Max().ShouldBe(limit);
        begunMeanwhile.ShouldBeLessThanOrEqualTo(limit + 1); // the worker's own and those of the others
    }

    [Fact]
    public void A_site_is_reported_once_and_counted_each_time()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build();
        var reports = new ConcurrentQueue<BlockingDetectedEventArgs>();
        runtime.BlockingDetected += (_, arguments) => reports.Enqueue(arguments);

        for (int i = 0; i < 3; i++)
        {
            long before = runtime.Metrics.BlockingDetected;
            Runtime.BlockOn(runtime.Spawn(() => SpinUntilCounted(before)));
        }

        reports.ShouldNotBeEmpty();
        reports.Select(report => report.Task).ShouldBeUnique();
        runtime.Metrics.BlockingDetected.ShouldBeGreaterThanOrEqualTo(3);

        void SpinUntilCounted(long before)
        {
            using var never = new ManualResetEventSlim();
            while (runtime.Metrics.BlockingDetected == before)
            {
                never.Wait(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    [Fact]
    public void A_handler_that_throws_is_reported_itself()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build();
        using var found = new ManualResetEventSlim();
        Exception? unhandled = null;
        runtime.UnhandledException += (_, arguments) =>
        {
            unhandled = arguments.Exception;
            found.Set();
        };
        runtime.BlockingDetected += (_, _) => throw new FormatException();

        Runtime.BlockOn(runtime.Spawn(() => BlockHere(found))).ShouldBeTrue();

        unhandled.ShouldBeOfType<FormatException>();
    }

    [Fact]
    public void An_observer_hears_of_it_too()
    {
        using var found = new ManualResetEventSlim();
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).AddObserver(new Observer(found)).Build();

        Runtime.BlockOn(runtime.Spawn(() => BlockHere(found))).ShouldBeTrue();
    }

    [Fact]
    public void A_call_that_was_declared_is_not_reported()
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 20 && least > 0; attempt++) // on a machine that is busy enough a thread blocks anywhere
        {
            using Runtime runtime = TestRuntime.Builder().ThreadCount(1).Build();

            Runtime.BlockOn(runtime.SpawnBlocking(() => Thread.Sleep(TimeSpan.FromMilliseconds(60))));

            least = Math.Min(least, runtime.Metrics.BlockingDetected);
        }

        least.ShouldBe(0);
    }

    private static bool BlockHere(ManualResetEventSlim found) => found.Wait(s_patience);

    private sealed class Observer(ManualResetEventSlim found) : RuntimeObserver
    {
        public override void OnBlockingDetected(BlockingDetectedEventArgs blocking) => found.Set();
    }
}
