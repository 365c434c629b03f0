namespace AsyncStdTests.Runtimes.Executors.WorkStealing;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>One worker blocks its thread; what is queued behind it is run by the others. Each of these waits in vain if it is not.</summary>
public sealed class StealingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void While_one_worker_blocks_others_drain_its_queue(int count)
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Build();
        using var left = new CountdownEvent(count);

        bool drained = Runtime.BlockOn(runtime.Spawn(() =>
        {
            for (int i = 0; i < count; i++)
            {
                Runtime.Current.Spawn(() => { left.Signal(); }); // the last one waits in the slot of this worker
            }

            return left.Wait(s_patience);
        }));

        drained.ShouldBeTrue(runtime.Describe());
    }

    [Fact]
    public void While_one_worker_blocks_another_goes_on_with_the_only_task_that_gave_way_there()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Build();
        using var resumed = new ManualResetEventSlim();

        bool went = runtime.BlockOn(async () =>
        {
            JoinHandle<bool> blocker = Runtime.Current.Spawn(() => resumed.Wait(s_patience));
            await Task.YieldNow();
            resumed.Set();
            return await blocker;
        });

        went.ShouldBeTrue(runtime.Describe());
    }

    [Fact]
    public void A_steal_is_counted()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Build().WithoutHelp();
        using var ran = new ManualResetEventSlim();

        Runtime.BlockOn(runtime.Spawn(() =>
        {
            Runtime.Current.Spawn(ran.Set);
            ran.Wait(s_patience);
        }));

        runtime.Metrics.Steals.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_timer_of_a_worker_that_sleeps_fires_while_the_other_one_is_never_idle()
    {
        using Runtime runtime = TestRuntime.Builder().ThreadCount(2).Build();
        for (int turn = 0; turn < 20; turn++)
        {
            bool over = false;
            using var together = new Barrier(2);
            JoinHandle busy = runtime.Spawn(async () =>
            {
                together.SignalAndWait();
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                while (!Volatile.Read(ref over))
                {
                    await Task.YieldNow();
                }
            });
            JoinHandle sleeper = runtime.Spawn(async () =>
            {
                together.SignalAndWait();
                await Task.Sleep(TimeSpan.FromMilliseconds(6));
            });

            bool woke = sleeper.AsTask().Wait(s_patience);

            Volatile.Write(ref over, true);
            Runtime.BlockOn(busy);
            woke.ShouldBeTrue(runtime.Metrics.ToString());
        }
    }
}
