namespace AsyncStdConformance.Disposal;

using System.Collections.Concurrent;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>A runtime that ends while its tasks fork into others and join them.</summary>
public sealed class ForkJoinDisposalTests
{
    private const int Depth = 6;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(5);

    [Theory, OnEveryRuntime]
    public void A_tree_that_has_time_is_joined_to_the_last_leaf(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var begun = new TaskCompletionSource();
            JoinHandle<int> root = runtime.Spawn(async () =>
            {
                begun.SetResult();
                return await Count(10);
            });
            runtime.BlockOn(async () => await begun.Task);

            runtime.ShutdownAsync(TimeSpan.FromMinutes(10)).WaitWithin(s_patience).Unfinished.ShouldBeEmpty();

            root.AsTask().WaitWithin(s_patience).ShouldBe(1024);

            static async Task<int> Count(int depth)
            {
                if (depth == 0)
                {
                    await Task.YieldNow();
                    return 1;
                }

                JoinHandle<int> left = Task.Spawn(() => Count(depth - 1));
                JoinHandle<int> right = Task.Spawn(() => Count(depth - 1));
                return await left + await right;
            }
        });

    // Where time waits for the tasks, only tasks that sleep let it come to the limit.
    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void Trees_that_grow_without_a_pause_are_cancelled_when_the_time_is_up(RuntimeCase on)
        => GrowUntilTheEnd(on, static async () => await Task.YieldNow(), static runtime => runtime.ShutdownAsync(s_moment));

    [Theory, OnEveryRuntime]
    public void Trees_that_grow_with_pauses_are_cancelled_when_the_time_is_up(RuntimeCase on)
        => GrowUntilTheEnd(on, static async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)), static runtime => runtime.ShutdownAsync(s_moment));

    [Theory, OnEveryRuntime]
    public void Trees_that_grow_are_cancelled_at_once_if_there_is_no_time(RuntimeCase on)
        => GrowUntilTheEnd(on, static async () => await Task.YieldNow(), static runtime => runtime.ShutdownAsync(TimeSpan.Zero));

    // The runtime below this view has a grace of its own, and waits that long for its worker.
    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld | Traits.View)]
    public void A_task_that_never_pauses_does_not_keep_the_runtime_beyond_its_limits(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                bool mayEnd = false;
                var begun = new TaskCompletionSource();
                JoinHandle busy = runtime.Spawn(
                    async () =>
                    {
                        begun.SetResult();
                        while (!Volatile.Read(ref mayEnd))
                        {
                            await Task.Yield();
                        }
                    },
                    name: "the busy one");
                runtime.BlockOn(async () => await begun.Task);

                ShutdownReport report = runtime.ShutdownAsync(s_moment).WaitWithin(s_patience);

                report.Unfinished.ShouldHaveSingleItem().Name.ShouldBe("the busy one");
                Volatile.Write(ref mayEnd, true);
                busy.AsTask().WaitWithin(s_patience);
            },
            options => options.CancelGrace = s_moment);

    /// <summary>Roots fork, join, and begin again, until they are told to stop; disposing the runtime must be enough for that.</summary>
    private static void GrowUntilTheEnd(RuntimeCase on, Func<Task> pause, Func<Runtime, Task<ShutdownReport>> shutDown)
        => on.Outside(runtime =>
        {
            var children = new ConcurrentQueue<JoinHandle>();
            var grown = new TaskCompletionSource();
            int joined = 0;
            List<JoinHandle> roots = [.. Enumerable.Range(0, 4).Select(_ => runtime.Spawn(async () =>
            {
                while (true)
                {
                    await Grow(Depth);
                    if (Interlocked.Increment(ref joined) == 4)
                    {
                        grown.SetResult();
                    }
                }
            }))];

            runtime.BlockOn(async () => await grown.Task);

            ShutdownReport report = shutDown(runtime).WaitWithin(s_patience);

            report.Unfinished.ShouldBeEmpty();
            runtime.Metrics.TasksAlive.ShouldBe(0);
            roots.ShouldAllBe(root => root.IsCanceled);
            children.ShouldAllBe(child => child.IsCompletedSuccessfully || child.IsCanceled);

            async Task Grow(int depth)
            {
                await pause();
                if (depth > 0)
                {
                    JoinHandle left = Task.Spawn(() => Grow(depth - 1));
                    JoinHandle right = Task.Spawn(() => Grow(depth - 1));
                    children.Enqueue(left);
                    children.Enqueue(right);
                    await left;
                    await right;
                }
            }
        });
}
