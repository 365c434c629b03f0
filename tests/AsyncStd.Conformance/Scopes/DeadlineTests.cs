namespace AsyncStdConformance.Scopes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>What a limit in time means to the tasks that are spawned under it.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Theory, OnEveryRuntime]
    public void Children_and_theirs_are_under_the_deadline_of_the_scope_they_were_spawned_in(RuntimeCase on)
        => on.Run(async _ =>
        {
            (TimeSpan? child, TimeSpan? grandchild) = await Task.Timeout(s_hour, async () => await Task.Spawn(async () =>
            {
                TimeSpan? mine = Scope.Current.Remaining;
                await Task.YieldNow();
                return (mine, await Task.Spawn(() => Scope.Current.Remaining));
            }));

            ShouldBeAbout(child, s_hour);
            ShouldBeAbout(grandchild, s_hour);
            (await Task.Spawn(() => Scope.Current.Remaining)).ShouldBeNull();
        });

    [Theory, OnEveryRuntime]
    public void Of_its_own_deadline_and_the_one_around_the_earlier_is_the_childs(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.Timeout(s_hour, async () =>
            {
                TimeSpan? later = await Task.Spawn(async () => await Task.Timeout(2 * s_hour, () => Task.FromResult(Scope.Current.Remaining)));
                TimeSpan? earlier = await Task.Spawn(async () => await Task.Timeout(s_hour / 2, () => Task.FromResult(Scope.Current.Remaining)));
                DateTimeOffset? at = await Task.Spawn(async () => await Task.Deadline(
                    runtime.Clock.GetUtcNow() + (2 * s_hour),
                    () => Task.FromResult(Scope.Current.Deadline)));

                ShouldBeAbout(later, s_hour);
                ShouldBeAbout(earlier, s_hour / 2);
                ShouldBeAbout(at - runtime.Clock.GetUtcNow(), s_hour);
            });
        });

    [Theory, OnEveryRuntime]
    public void A_child_is_stopped_by_the_deadline_around_although_its_own_is_far_away(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle child = null!;
            JoinHandle grandchild = null!;

            await Should.ThrowAsync<TimeoutException>(Task.Timeout(s_moment, async () =>
            {
                child = Task.Spawn(async () =>
                {
                    grandchild = Task.Spawn(async () => await Task.Timeout(s_hour, async () => await Task.Sleep(Timeout.InfiniteTimeSpan)));
                    await Task.Timeout(s_hour, async () => await grandchild);
                });
                await child;
            }).AsTask());

            await Should.ThrowAsync<OperationCanceledException>(child.AsTask());
            if (grandchild is not null)
            {
                // It was not the limit of its own that ended it.
                await Should.ThrowAsync<OperationCanceledException>(grandchild.AsTask());
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_earlier_deadline_is_kept_to_the_tick_by_children_in_virtual_time(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long start = runtime.Clock.GetTimestamp();
            TimeSpan childs = default;

            await Should.ThrowAsync<TimeoutException>(Task.Timeout(2 * s_hour, async () =>
            {
                // An assertion would go on elsewhere, and virtual time does not wait for what is elsewhere.
                try
                {
                    await Task.Spawn(async () => await Task.Timeout(s_hour, async () => await Task.Sleep(3 * s_hour)));
                }
                catch (TimeoutException)
                {
                    childs = runtime.Clock.GetElapsedTime(start);
                }

                await Task.Spawn(async () => await Task.Timeout(5 * s_hour, async () => await Task.Sleep(4 * s_hour)));
            }).AsTask());

            childs.ShouldBe(s_hour);
            runtime.Clock.GetElapsedTime(start).ShouldBe(2 * s_hour);
        });

    [Theory, OnEveryRuntime]
    public void A_child_that_outlives_the_function_is_free_of_its_deadline(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            var began = new TaskCompletionSource<DateTimeOffset?>();
            JoinHandle<DateTimeOffset?> child = await Task.Timeout(s_hour, async () =>
            {
                JoinHandle<DateTimeOffset?> spawned = Task.Spawn(async () =>
                {
                    began.SetResult(Scope.Current.Deadline);
                    await go.Task;
                    return Scope.Current.Deadline;
                });
                await began.Task;
                return spawned;
            });

            go.SetResult();

            (await began.Task).ShouldNotBeNull();
            (await child).ShouldBeNull();
        });

    [Theory, OnEveryRuntime]
    public void A_detached_task_is_free_of_the_deadline(RuntimeCase on)
        => on.Run(async _ =>
        {
            (TimeSpan? outside, TimeSpan? detached, TimeSpan? inside) = await Task.Timeout(s_hour, async () => (
                Scope.Detached(() => Scope.Current.Remaining),
                await Scope.Detached(() => Task.Spawn(() => Scope.Current.Remaining)),
                Scope.Current.Remaining));

            outside.ShouldBeNull();
            detached.ShouldBeNull();
            ShouldBeAbout(inside, s_hour);
        });

    private static void ShouldBeAbout(TimeSpan? remaining, TimeSpan limit)
        => remaining.ShouldNotBeNull().ShouldBeInRange(limit - TimeSpan.FromMinutes(5), limit);
}
