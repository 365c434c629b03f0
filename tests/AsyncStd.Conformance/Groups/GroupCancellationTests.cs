namespace AsyncStdConformance.Groups;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class GroupCancellationTests
{
    private static readonly TimeSpan s_forever = Timeout.InfiniteTimeSpan;

    [Theory, OnEveryRuntime]
    public void Cancelling_the_group_stops_its_children_and_nobody_else(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new();
            JoinHandle child = group.Spawn(async () => await Task.Sleep(s_forever));

            await group.CancelAsync();

            child.IsCanceled.ShouldBeTrue();
            group.Scope.IsCancellationRequested.ShouldBeTrue();
            Scope.Current.IsCancellationRequested.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void What_is_spawned_in_a_cancelled_group_is_cancelled_from_the_start(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool began = false;
            await using TaskGroup group = new();
            group.Cancel();

            JoinHandle late = group.Spawn(() => { began = true; });
            await group.WaitAsync();

            late.IsCanceled.ShouldBeTrue();
            began.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Cancelling_the_owner_cancels_the_children_and_leaving_still_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            bool cleaned = false;
            bool cleanedBeforeOwnerLeft = false;
            JoinHandle owner = Task.Spawn(async () =>
            {
                try
                {
                    await using TaskGroup group = new();
                    group.Start(async () =>
                    {
                        try
                        {
                            started.SetResult();
                            await Task.Sleep(s_forever);
                        }
                        finally
                        {
                            await Scope.Shield(async () => await Task.Sleep(TimeSpan.FromMilliseconds(20)));
                            cleaned = true;
                        }
                    });
                    await Task.Sleep(s_forever);
                }
                finally
                {
                    cleanedBeforeOwnerLeft = cleaned;
                }
            });
            await started.Task;

            owner.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(owner.AsTask());
            cleanedBeforeOwnerLeft.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_wait_for_the_group_heeds_the_scope_and_the_token(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using TaskGroup group = new();
            JoinHandle child = group.Spawn(async () => await Task.Sleep(s_forever));

            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(TimeSpan.FromMilliseconds(5), async () => await group.WaitAsync()));
            await Should.ThrowAsync<OperationCanceledException>(async () => await group.WaitAsync(new CancellationToken(true)));

            child.IsCompleted.ShouldBeFalse();
            group.Cancel();
        });

    [Theory, OnEveryRuntime]
    public void Disposing_cancels_first_if_the_options_say_so(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle child = null!;

            await Should.ThrowAsync<FormatException>(async () =>
            {
                await using TaskGroup group = new(new TaskGroupOptions { CancelOnDispose = true });
                child = group.Spawn(async () => await Task.Sleep(s_forever));
                throw new FormatException("the block failed");
            });

            child.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_token_callback_that_throws_stops_nobody_from_being_asked(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);
            TaskGroup group = new();
            JoinHandle[] children = [.. Enumerable.Range(0, 5).Select(_ => group.Spawn(async () => await Task.Sleep(s_forever)))];
            using CancellationTokenRegistration registration = group.Scope.Token.Register(() => throw new NotSupportedException());

            await group.CancelAsync();

            children.ShouldAllBe(child => child.IsCanceled);
            unhandled.All.ShouldHaveSingleItem().Exception.ShouldBeOfType<NotSupportedException>();
            await group.DisposeAsync();
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void A_runtime_that_ends_stops_the_children_of_a_group(RuntimeCase on)
    {
        JoinHandle running = null!;
        JoinHandle waiting = null!;
        on.Outside(runtime =>
        {
            runtime.BlockOn(() =>
            {
                TaskGroup group = new(new TaskGroupOptions { MaxConcurrency = 1 });
                running = group.Spawn(async () => await Task.Sleep(s_forever));
                waiting = group.Spawn(async () => await Task.Sleep(s_forever));
                return Task.CompletedTask;
            });
            runtime.ShutdownAsync(TimeSpan.Zero).GetAwaiter().GetResult().Unfinished.ShouldBeEmpty();
        });

        running.IsCanceled.ShouldBeTrue();
        waiting.IsCanceled.ShouldBeTrue();
    }
}
