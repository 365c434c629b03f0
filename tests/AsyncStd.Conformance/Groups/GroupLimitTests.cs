namespace AsyncStdConformance.Groups;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class GroupLimitTests
{
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    [Theory, OnEveryRuntime]
    public void No_more_children_run_at_once_than_the_limit_allows(RuntimeCase on)
        => on.Run(async _ =>
        {
            int running = 0;
            int most = 0;
            int ended = 0;

            await using (TaskGroup group = new(new TaskGroupOptions { MaxConcurrency = 3 }))
            {
                for (int i = 0; i < 50; i++)
                {
                    group.Start(async () =>
                    {
                        int now = Interlocked.Increment(ref running);
                        InterlockedMax(ref most, now);
                        await Task.YieldNow();
                        Interlocked.Decrement(ref running);
                        Interlocked.Increment(ref ended);
                    });
                }
            }

            ended.ShouldBe(50);
            most.ShouldBeInRange(1, 3);

            static void InterlockedMax(ref int target, int value)
            {
                int seen = Volatile.Read(ref target);
                while (value > seen)
                {
                    seen = Interlocked.CompareExchange(ref target, value, seen);
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void Children_that_wait_begin_in_the_order_in_which_they_were_spawned(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<int> begun = [];

            await using (TaskGroup group = new(new TaskGroupOptions { MaxConcurrency = 1 }))
            {
                for (int i = 0; i < 10; i++)
                {
                    group.Start(i, async n =>
                    {
                        begun.Add(n);
                        await Task.YieldNow();
                    });
                }
            }

            begun.ShouldBe(Enumerable.Range(0, 10));
        });

    [Theory, OnEveryRuntime]
    public void A_child_that_waits_and_is_cancelled_ends_at_once_without_having_begun(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool began = false;
            await using TaskGroup group = new(new TaskGroupOptions { MaxConcurrency = 1 });
            var go = new TaskCompletionSource();
            JoinHandle first = group.Spawn(async () => await go.Task);
            JoinHandle cancelled = group.Spawn(async () => { began = true; await Task.YieldNow(); });
            JoinHandle last = group.Spawn(async () => await Task.YieldNow());

            cancelled.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(cancelled.AsTask());
            first.IsCompleted.ShouldBeFalse();
            last.IsCompleted.ShouldBeFalse();
            group.Count.ShouldBe(2);
            go.SetResult();
            await last;
            began.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_failure_ends_those_that_wait_without_beginning_them(RuntimeCase on)
        => on.Run(async _ =>
        {
            int begun = 0;
            TaskGroup group = new(new TaskGroupOptions { MaxConcurrency = 2 });
            var go = new TaskCompletionSource();
            group.Start(async () => { await go.Task; throw new FormatException(); });
            group.Start(async () => await Task.Sleep(s_forever));
            JoinHandle[] waiting = [.. Enumerable.Range(0, 10_000).Select(_ => group.Spawn(() => { Interlocked.Increment(ref begun); }))];
            go.SetResult();

            await Should.ThrowAsync<FormatException>(async () => await group.DisposeAsync());

            waiting.ShouldAllBe(child => child.IsCanceled);
            begun.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_loop_that_waits_for_a_place_never_queues_a_child(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new(new TaskGroupOptions { MaxConcurrency = 2 });

            for (int i = 0; i < 20; i++)
            {
                await group.WaitForPlaceAsync();
                group.Count.ShouldBeLessThan(2);
                group.Start(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));
            }
        });

    [Theory, OnEveryRuntime]
    public void A_wait_for_a_place_can_be_cancelled_and_leaves_nothing_behind(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new(new TaskGroupOptions { MaxConcurrency = 1 });
            var go = new TaskCompletionSource();
            group.Start(async () => await go.Task);
            using var stop = new CancellationTokenSource();
            ValueTask wait = group.WaitForPlaceAsync(stop.Token);
            ValueTask other = group.WaitForPlaceAsync();

            stop.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await wait);
            go.SetResult();

            await other;
            await group.Spawn(() => { });
        });

    [Theory, OnEveryRuntime]
    public void Blocking_and_local_children_wait_for_their_turn_like_others(RuntimeCase on)
        => on.Run(async runtime =>
        {
            // Local itself where it can be: whoever helps out has no place.
            await (on.Has(Traits.Places) ? Task.SpawnLocal(() => WaitForTheirTurn(runtime, on.Has(Traits.Places))) : Task.Spawn(() => WaitForTheirTurn(runtime, on.Has(Traits.Places))));
        });

    private static async TaskBody WaitForTheirTurn(Runtime runtime, bool hasPlaces)
    {
        await using TaskGroup<int> group = new(new TaskGroupOptions { MaxConcurrency = 1 });
        var go = new TaskCompletionSource();
        group.Start(async () => { await go.Task; return 0; });
        group.SpawnBlocking(() => 1).Detach();
        if (hasPlaces)
        {
            int place = runtime.CurrentAffinity;
            group.SpawnLocal(async () =>
            {
                await Task.YieldNow();
                runtime.CurrentAffinity.ShouldBe(place);
                return 2;
            }).Detach();
        }

        go.SetResult();

        List<int> results = [];
        await foreach (int result in group)
        {
            results.Add(result);
        }

        results.ShouldBe(hasPlaces ? [0, 1, 2] : [0, 1]);
    }
}
