namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class JoinTests
{
    [Theory, OnEveryRuntime]
    public void It_waits_for_all_and_keeps_their_order(RuntimeCase on)
        => on.Run(async runtime =>
        {
            (string slow, int fast) = await Task.Join(
                async () => { await Task.Sleep(TimeSpan.FromMilliseconds(2)); return "slow"; },
                async () => { await Task.YieldNow(); return 1; });

            slow.ShouldBe("slow");
            fast.ShouldBe(1);
            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Branches_begin_in_order_and_run_beside_each_other(RuntimeCase on)
        => on.Run(async _ =>
        {
            var met = new TaskCompletionSource();

            await Task.Join(
                async () => await met.Task,
                async () => { await Task.YieldNow(); met.SetResult(); });
        });

    [Theory, OnEveryRuntime]
    public void Branches_that_are_ready_at_once_do_not_make_the_caller_wait(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<int> order = [];

            ValueTask<(int, int)> both = Task.Join(() => Note(1), () => Note(2));

            both.IsCompletedSuccessfully.ShouldBeTrue();
            (await both).ShouldBe((1, 2));
            order.ShouldBe([1, 2]);

            ValueTask<int> Note(int number)
            {
                order.Add(number);
                return new(number);
            }
        });

    [Theory, OnEveryRuntime]
    public void One_failure_is_thrown_as_it_is_once_all_have_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            IOException exception = await Should.ThrowAsync<IOException>(
                Task.Join(() => probe.Failing<int>("first"), async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return await probe.Soon(2); }).AsTask());

            exception.Message.ShouldBe("first");
            probe.Ended.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Several_failures_are_thrown_together_in_order(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            var unhandled = new UnhandledExceptions(runtime);

            AggregateException exception = await Should.ThrowAsync<AggregateException>(Task.Join(
                async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return await probe.Failing<int>("left"); },
                () => probe.Soon(1).AsTask(),
                () => probe.Failing<int>("right").AsTask()).AsTask());

            exception.InnerExceptions.Select(each => each.Message).ShouldBe(["left", "right"]);
            unhandled.All.ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime]
    public void A_branch_that_cancels_itself_counts_only_if_nothing_else_went_wrong(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();
            Func<ValueTask<int>> cancels = async () =>
            {
                await Task.YieldNow();
                throw new OperationCanceledException();
            };

            await Should.ThrowAsync<OperationCanceledException>(Task.Join(cancels, () => probe.Soon(1)).AsTask());
            (await Should.ThrowAsync<IOException>(Task.Join(cancels, () => probe.Failing<int>("real")).AsTask())).Message.ShouldBe("real");
        });

    [Theory, OnEveryRuntime]
    public void A_function_that_throws_before_it_returns_a_task_fails_its_branch_only(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool ran = false;

            await Should.ThrowAsync<InvalidTimeZoneException>(Task.Join(
                () => throw new InvalidTimeZoneException(),
                () => { ran = true; return Task.FromResult(1); }).AsTask());

            ran.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Handles_are_stopped_when_the_wait_is_cancelled_and_foreign_tasks_are_left(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var stop = new CancellationTokenSource();
            var probe = new Probe();
            JoinHandle<int> handle = Task.Spawn(async () => await probe.Forever<int>());
            var foreign = new TaskCompletionSource<int>();

            Task<(int, int)> handles = Task.Join(handle, Task.Spawn(() => 1), stop.Token).AsTask();
            Task<(int, int)> tasks = Task.Join(foreign.Task, Task.FromResult(1), stop.Token).AsTask();
            stop.Cancel();

            (await Should.ThrowAsync<OperationCanceledException>(handles)).CancellationToken.ShouldBe(stop.Token);
            (await Should.ThrowAsync<OperationCanceledException>(tasks)).CancellationToken.ShouldBe(stop.Token);
            handle.IsCanceled.ShouldBeTrue();
            probe.Ended.ShouldBe(probe.Begun);
            foreign.Task.IsCompleted.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_foreign_task_that_fails_after_it_was_left_is_no_business_of_the_join(RuntimeCase on)
        => on.Run(async runtime =>
        {
            using var stop = new CancellationTokenSource();
            var unhandled = new UnhandledExceptions(runtime);
            var foreign = new TaskCompletionSource<int>();
            Task<int[]> join = Task.Join([foreign.Task], stop.Token).AsTask();
            stop.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(join);

            foreign.SetException(new IOException("late"));

            await Should.ThrowAsync<IOException>(foreign.Task);
            unhandled.All.ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime]
    public void What_all_have_in_spite_of_a_cancellation_is_not_lost(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var stop = new CancellationTokenSource();
            var probe = new Probe();

            Task<(int, int)> join = Task.Join(() => probe.Late(1), () => probe.Late(2), stop.Token).AsTask();
            await CombinatorTests.Until(() => probe.Begun == 2);
            stop.Cancel();

            (await join).ShouldBe((1, 2));
        });

    [Theory, OnEveryRuntime]
    public void Results_that_a_failure_makes_useless_are_disposed_of(RuntimeCase on)
        => on.Run(async _ =>
        {
            var result = new Disposable();
            var kept = new Disposable();
            JoinHandle<Disposable> handle = Task.Spawn(() => kept);
            await handle;

            await Should.ThrowAsync<IOException>(Task.Join(() => ValueTask.FromResult(result), () => new Probe().Failing<int>("no")).AsTask());
            await Should.ThrowAsync<IOException>(Task.Join(handle, Task.Spawn(async () => await new Probe().Failing<int>("no"))).AsTask());

            result.Disposed.ShouldBe(1);
            kept.Disposed.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_join_of_nothing_has_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            Task.Join((Func<Task>[])[], default).IsCompletedSuccessfully.ShouldBeTrue();
            Task.TryJoin((JoinHandle[])[], default).IsCompletedSuccessfully.ShouldBeTrue();
            (await Task.Join((Task<int>[])[], default)).ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime]
    public void A_thousand_branches_are_joined(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Func<Task<int>>[] functions = [.. Enumerable.Range(0, 1_000).Select(n => new Func<Task<int>>(async () =>
            {
                await Task.Sleep(TimeSpan.FromTicks(n % 7));
                return n;
            }))];

            (await Task.Join(functions)).ShouldBe(Enumerable.Range(0, 1_000));
            (await Task.TryJoin([.. Enumerable.Range(0, 1_000).Select(n => Task.Spawn(() => n))], default)).ShouldBe(Enumerable.Range(0, 1_000));
            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void The_same_handle_may_be_passed_twice(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> handle = Task.Spawn(async () => await new Probe().Soon(1));

            (await Task.Join(handle, handle)).ShouldBe((1, 1));
            (await Task.Race(handle, handle)).ShouldBe(1);
        });
}
