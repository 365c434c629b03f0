namespace AsyncStdConformance.Observers;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>On each runtime that can know it: a view has no queue of its own, that of the thread pool is everybody's, and the seeded runtime does not tell.</summary>
public sealed class QueueLengthTests
{
    private const int Some = 5;
    private const int Attempts = 200;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryRuntime(Having = Traits.Places, Lacking = Traits.View | Traits.ClosedWorld)]
    public void What_waits_while_every_worker_is_held_is_counted_until_it_has_run(RuntimeCase on)
    {
        string name = $"queues on {on.Name}";
        on.Outside(
            runtime =>
            {
                (long Metric, long Global, long Meter)? counted = null;
                for (int i = 0; i < Attempts && counted is null; i++)
                {
                    counted = CountWhileHeld(runtime);
                    runtime.Metrics.QueueLength.ShouldBe(0);
                    MeterReading.Of(name)["asyncstd.queue.length"].ShouldBe(0);
                }

                counted.ShouldBe((2 * Some, HasGlobalQueue(runtime) ? Some : 0, 2 * Some));
            },
            options => options.Name = name);
    }

    /// <summary>Whether what a stranger schedules waits apart from what a worker does.</summary>
    private static bool HasGlobalQueue(Runtime runtime)
        => runtime.Executor.Contains("work-stealing", StringComparison.Ordinal) || runtime.Executor.Contains("current-thread", StringComparison.Ordinal);

    /// <summary>Blocks each worker, lets some tasks be spawned by one of them and some by a stranger, and reads the figures; null if somebody helped the blocked workers meanwhile.</summary>
    private static (long Metric, long Global, long Meter)? CountWhileHeld(Runtime runtime)
    {
        int workers = runtime.Executor.Contains("work-stealing", StringComparison.Ordinal) ? runtime.Options.ThreadCount : 1;
        int begun = 0;
        using var held = new CountdownEvent(workers);
        using var spawned = new ManualResetEventSlim();
        using var letGo = new ManualResetEventSlim();
        Task blocked = ForeignThread.Start(() => runtime.BlockOn(async () =>
        {
            List<JoinHandle> holders = [.. Enumerable.Range(0, workers).Select(index => Task.Spawn(() => Hold(index)))];
            foreach (JoinHandle holder in holders)
            {
                await holder;
            }
        }));
        spawned.Wait(s_patience).ShouldBeTrue();
        List<JoinHandle> strangers = [.. SpawnSome()];

        RuntimeMetrics metrics = runtime.Metrics;
        (long, long, long) counted = (metrics.QueueLength, metrics.GlobalQueueLength, MeterReading.Of(runtime.Name)["asyncstd.queue.length"]);
        bool isUndisturbed = runtime.Metrics.TemporaryWorkers == 0 && Volatile.Read(ref begun) == 0;

        letGo.Set();
        blocked.WaitWithin(s_patience);
        runtime.BlockOn(async () =>
        {
            foreach (JoinHandle task in strangers)
            {
                await task;
            }
        });
        return isUndisturbed ? counted : null;

        async Task Hold(int index)
        {
            held.Signal();
            List<JoinHandle> own = [];
            if (index == 0)
            {
                held.Wait(s_patience).ShouldBeTrue(); // while a worker is free it would take them
                own.AddRange(SpawnSome());
                spawned.Set();
            }

            letGo.Wait(s_patience).ShouldBeTrue();
            foreach (JoinHandle task in own)
            {
                await task;
            }
        }

        IEnumerable<JoinHandle> SpawnSome() => Enumerable.Range(0, Some).Select(_ => runtime.Spawn(() => { Interlocked.Increment(ref begun); }));
    }
}
