namespace AsyncStdConformance.Scopes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>The table: whatever a task waits in, cancelling it ends the wait, and its <c>finally</c> blocks run.</summary>
public sealed class CancellationTableTests
{
    [Theory, OnEveryRuntimeAndWait]
    public void A_wait_in_a_task_that_is_cancelled_ends(RuntimeCase on, string kind)
        => on.Run(async _ =>
        {
            var ready = new TaskCompletionSource();
            bool cleanedUp = false;
            JoinHandle task = Task.Spawn(async () =>
            {
                try
                {
                    await Wait(kind, ready.SetResult);
                }
                finally
                {
                    cleanedUp = true;
                }
            });
            await ready.Task;

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            cleanedUp.ShouldBeTrue();
        });

    [Theory, OnEveryRuntimeAndWait]
    public void A_wait_in_a_task_that_was_cancelled_before_does_not_begin(RuntimeCase on, string kind)
        => on.Run(async _ =>
        {
            JoinHandle task = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                await Wait(kind, () => { });
            });

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
        });

    [Theory, OnEveryRuntimeAndWait]
    public void A_wait_in_a_scope_within_the_task_ends_with_that_scope(RuntimeCase on, string kind)
        => on.Run(async _ =>
        {
            var ready = new TaskCompletionSource();
            Scope scope = default;
            JoinHandle task = Task.Spawn(async () =>
            {
                await Should.ThrowAsync<OperationCanceledException>(Scope.Run(async () =>
                {
                    scope = Scope.Current;
                    await Wait(kind, ready.SetResult);
                }).AsTask());
                Scope.Current.IsCancellationRequested.ShouldBeFalse();
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
            });
            await ready.Task;

            scope.Cancel();

            await task;
        });

    private static Task Wait(string kind, Action ready) => WaitKind.All.Single(each => each.Name == kind).Wait(ready);
}
