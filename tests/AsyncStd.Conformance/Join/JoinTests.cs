namespace AsyncStdConformance.Join;

using AsyncStd.Prelude;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class JoinTests
{
    [Theory, OnEveryRuntime]
    public void A_handle_can_be_awaited_many_times(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> handle = Task.Spawn(async () => { await Task.YieldNow(); return 7; });

            for (int i = 0; i < 300; i++)
            {
                (await handle).ShouldBe(7);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_handle_can_be_awaited_by_many_tasks_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var release = new TaskCompletionSource();
            JoinHandle<int> handle = Task.Spawn(async () => { await release.Task; return 7; });
            List<JoinHandle<int>> waiters = [.. Enumerable.Range(0, 50).Select(_ => Task.Spawn(async () => await handle))];
            await Task.YieldNow();

            release.SetResult();

            foreach (JoinHandle<int> waiter in waiters)
            {
                (await waiter).ShouldBe(7);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_handle_can_be_awaited_from_foreign_threads_and_tasks_at_once(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var release = new TaskCompletionSource();
            JoinHandle<int> handle = runtime.Spawn(async () => { await release.Task; return 7; });
            List<Task<int>> strangers = [.. Enumerable.Range(0, 10).Select(_ => Task.Run(async () => await handle))];
            ForeignThread.Start(release.SetResult).Forget();

            runtime.BlockOn(async () => (await handle).ShouldBe(7));

            Task.WhenAll(strangers).WaitWithin(TimeSpan.FromSeconds(60)).ShouldAllBe(result => result == 7);
        });

    [Theory, OnEveryRuntime]
    public void A_handle_can_be_awaited_after_the_end_and_after_disposal(RuntimeCase on)
        => on.Outside(runtime =>
        {
            JoinHandle<int> handle = runtime.Spawn(async () => { await Task.YieldNow(); return 7; });
            runtime.BlockOn(async () => { await handle; });
            runtime.Dispose();

            Task.Run(async () => await handle).WaitWithin(TimeSpan.FromSeconds(60)).ShouldBe(7);
            AsyncStd.Runtimes.Runtime.BlockOn(handle).ShouldBe(7);
        });

    [Theory, OnEveryRuntime]
    public void The_state_says_how_the_task_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            var release = new TaskCompletionSource();
            JoinHandle good = Task.Spawn(async () => await release.Task);
            JoinHandle bad = Task.Spawn(ThrowHere);
            JoinHandle canceled = Task.Spawn(CancelHere);

            (good.IsCompleted, good.Status).ShouldBe((false, TaskStatus.WaitingForActivation));
            release.SetResult();
            await good;
            await Should.ThrowAsync<FormatException>(async () => await bad);
            await Should.ThrowAsync<OperationCanceledException>(async () => await canceled);

            (good.IsCompleted, good.IsCompletedSuccessfully, good.IsFaulted, good.IsCanceled, good.Status)
                .ShouldBe((true, true, false, false, TaskStatus.RanToCompletion));
            (bad.IsCompleted, bad.IsCompletedSuccessfully, bad.IsFaulted, bad.IsCanceled, bad.Status)
                .ShouldBe((true, false, true, false, TaskStatus.Faulted));
            (canceled.IsCompleted, canceled.IsCompletedSuccessfully, canceled.IsFaulted, canceled.IsCanceled, canceled.Status)
                .ShouldBe((true, false, false, true, TaskStatus.Canceled));
            good.Exception.ShouldBeNull();
            bad.Exception.ShouldBeOfType<FormatException>();
        });

    [Theory, OnEveryRuntime]
    public void An_exception_reaches_every_joiner(RuntimeCase on)
        => on.Run(async _ =>
        {
            var release = new TaskCompletionSource();
            JoinHandle handle = Task.Spawn(async () => { await release.Task; throw new FormatException("for all"); });
            List<JoinHandle<string>> joiners = [.. Enumerable.Range(0, 10).Select(_ => Task.Spawn(async () =>
            {
                try
                {
                    await handle;
                    return "none";
                }
                catch (FormatException e)
                {
                    return e.Message;
                }
            }))];
            Task stranger = Task.Run(async () => await handle);

            release.SetResult();

            foreach (JoinHandle<string> joiner in joiners)
            {
                (await joiner).ShouldBe("for all");
            }

            (await Should.ThrowAsync<FormatException>(stranger)).Message.ShouldBe("for all");
            (await Should.ThrowAsync<FormatException>(handle.AsTask())).Message.ShouldBe("for all");
        });

    [Theory, OnEveryRuntime]
    public void The_trace_of_an_exception_shows_where_it_was_thrown(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle handle = Task.Spawn(async () => { await Task.YieldNow(); ThrowHere(); });

            FormatException e = await Should.ThrowAsync<FormatException>(async () => await handle);

            e.StackTrace.ShouldNotBeNull().ShouldContain(nameof(ThrowHere));
        });

    [Theory, OnEveryRuntime]
    public void AsTask_gives_one_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> handle = Task.Spawn(async () => { await Task.YieldNow(); return 7; });

            Task<int> task = handle.AsTask();

            handle.AsTask().ShouldBeSameAs(task);
            ((JoinHandle)handle).AsTask().ShouldBeSameAs(task);
            ((Task<int>)handle).ShouldBeSameAs(task);
            ((Task)handle).ShouldBeSameAs(task);
            ((Task)(JoinHandle)handle).ShouldBeSameAs(task);
            (await task).ShouldBe(7);
            handle.AsTask().ShouldBeSameAs(task);
            (await handle.AsValueTask()).ShouldBe(7);
        });

    [Theory, OnEveryRuntime]
    public void AsTask_of_an_ended_task_has_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> handle = Task.Spawn(() => 7);
            await handle;

            handle.AsTask().IsCompletedSuccessfully.ShouldBeTrue();
            handle.AsValueTask().IsCompletedSuccessfully.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_handle_serves_in_WhenAll_and_WhenAny(RuntimeCase on)
        => on.Run(async _ =>
        {
            var never = new TaskCompletionSource();
            JoinHandle<int> one = Task.Spawn(async () => { await Task.YieldNow(); return 1; });
            JoinHandle<int> two = Task.Spawn(() => 2);
            JoinHandle stuck = Task.Spawn(async () => await never.Task);

            (await Task.WhenAll(one.AsTask(), two.AsTask())).ShouldBe([1, 2]);
            await Task.WhenAll(one, two);
            (await Task.WhenAny(stuck, one)).ShouldBeSameAs(one.AsTask());

            never.SetResult();
            await Task.WhenAll(stuck, Task.Spawn(() => { }));
        });

    [Theory, OnEveryRuntime]
    public void AsTask_is_cancelled_with_the_token_that_ended_the_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            source.Cancel();
            JoinHandle handle = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromSeconds(1), source.Token));

            OperationCanceledException e = await Should.ThrowAsync<OperationCanceledException>(async () => await handle.AsTask());

            e.CancellationToken.ShouldBe(source.Token);
            handle.AsTask().IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_task_of_another_runtime_can_be_joined(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (RuntimeCase other in RuntimeCase.All.Where(each => !each.Has(Traits.CallersThread)))
            {
                await using AsyncStd.Runtimes.Runtime theirs = other.Create();

                (await theirs.Spawn(async () => { await Task.YieldNow(); return AsyncStd.Runtimes.Runtime.Current; })).ShouldBeSameAs(theirs);

                Place.ShouldBeOn(runtime);
            }
        });

    private static void CancelHere() => throw new OperationCanceledException();

    private static void ThrowHere() => throw new FormatException("here");
}
