namespace AsyncStdConformance.Scopes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Code, and children, that are still there when their scope has closed.</summary>
public sealed class ClosedScopeTests
{
    [Theory, OnEveryRuntime]
    public void Each_scope_that_closes_hands_what_it_left_running_to_the_next_one_that_is_open(RuntimeCase on)
        => on.Run(async _ =>
        {
            var afterInner = new TaskCompletionSource();
            var afterOuter = new TaskCompletionSource();
            var looked = new TaskCompletionSource();
            Scope task = Scope.Current;
            Scope outer = default;
            Task<(Scope Then, Scope ThenOfChild, Scope AtLast, Scope AtLastOfChild)> left = null!;

            await Scope.Run(async () =>
            {
                outer = Scope.Current;
                await Scope.Run(async () =>
                {
                    await Scope.Run(async () =>
                    {
                        left = Outlives();
                        await Task.YieldNow();
                    });
                });
                afterInner.SetResult();
                await looked.Task;
            });
            afterOuter.SetResult();

            (await left).ShouldBe((outer, outer, task, task));

            async Task<(Scope, Scope, Scope, Scope)> Outlives()
            {
                await afterInner.Task;
                (Scope then, Scope thenOfChild) = (Scope.Current, await Task.Spawn(() => Scope.Current.Parent));
                looked.SetResult();
                await afterOuter.Task;
                return (then, thenOfChild, Scope.Current, await Task.Spawn(() => Scope.Current.Parent));
            }
        });

    [Theory, OnEveryRuntime]
    public void Cancelling_a_closed_scope_does_nothing_to_what_it_left_running(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            Scope closed = default;
            JoinHandle<int> child = null!;
            await Scope.Run(async () =>
            {
                closed = Scope.Current;
                child = Task.Spawn(async () =>
                {
                    await go.Task;
                    await Task.YieldNow();
                    return 42;
                });
                await Task.YieldNow();
            });

            closed.Cancel();
            go.SetResult();

            closed.IsCancellationRequested.ShouldBeFalse();
            (await child).ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void What_a_closed_scope_left_running_is_cancelled_by_the_one_around(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle child = null!;

            await Scope.Run(async () =>
            {
                await Scope.Run(async () =>
                {
                    await Scope.Run(async () =>
                    {
                        child = Task.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
                        await Task.YieldNow();
                    });
                });
                child.IsCompleted.ShouldBeFalse();
                Scope.Current.Cancel();
            });

            await Should.ThrowAsync<OperationCanceledException>(child.AsTask());
            Scope.Current.IsCancellationRequested.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Code_in_Detached_is_outside_any_scope_until_it_returns_or_throws(RuntimeCase on)
        => on.Run(async _ =>
        {
            Scope own = Scope.Current;
            Scope inside = own;

            await Scope.Run(async () =>
            {
                Scope branch = Scope.Current;
                Scope.Detached(() => { inside = Scope.Current; });
                Scope.Current.ShouldBe(branch);
                Should.Throw<FormatException>(() => Scope.Detached(() => throw new FormatException()));
                Scope.Current.ShouldBe(branch);
                await Task.YieldNow();
                Scope.Current.ShouldBe(branch);
            });

            inside.IsNone.ShouldBeTrue();
            Scope.Current.ShouldBe(own);
        });

    [Theory, OnEveryRuntime]
    public void A_detached_task_outlives_the_cancellation_and_a_child_of_it_is_its_own(RuntimeCase on)
        => on.Run(async _ =>
        {
            var go = new TaskCompletionSource();
            JoinHandle<Scope> detached = null!;
            JoinHandle cancelled = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                detached = Scope.Detached(() => Task.Spawn(async () =>
                {
                    await go.Task;
                    return await Task.Spawn(() => Scope.Current.Parent);
                }));
                await Task.YieldNow();
            });
            await Should.ThrowAsync<OperationCanceledException>(cancelled.AsTask());

            go.SetResult();

            (await detached).ShouldBe(detached.Scope);
        });
}
