namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class TryJoinTests
{
    [Theory, OnEveryRuntime]
    public void The_first_failure_stops_the_others_and_is_thrown_when_they_have_ended(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();

            IOException exception = await Should.ThrowAsync<IOException>(
                Task.TryJoin(() => probe.Forever<int>(), () => probe.Failing<int>("no"), () => probe.Forever<string>()).AsTask());

            exception.Message.ShouldBe("no");
            probe.Ended.ShouldBe(3);
            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void What_fails_after_the_first_failure_is_reported(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            var unhandled = new UnhandledExceptions(runtime);

            IOException exception = await Should.ThrowAsync<IOException>(
                Task.TryJoin(() => probe.FailingInCleanUp<int>("clean-up"), () => probe.Failing<int>("first")).AsTask());

            exception.Message.ShouldBe("first");
            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldBe("clean-up");
        });

    [Theory, OnEveryRuntime]
    public void A_branch_that_cancels_itself_has_failed(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            await Should.ThrowAsync<OperationCanceledException>(Task.TryJoin(
                () => probe.Forever<int>(),
                async () =>
                {
                    await Task.YieldNow();
                    throw new OperationCanceledException();
                }).AsTask());

            probe.Ended.ShouldBe(1);
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void Nothing_is_started_after_a_failure_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            await Should.ThrowAsync<IOException>(Task.TryJoin(
                () => ValueTask.FromException<int>(new IOException()),
                () => probe.Soon(1)).AsTask());

            probe.Begun.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_handle_is_stopped_and_keeps_its_failure(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            var unhandled = new UnhandledExceptions(runtime);
            JoinHandle<int> loser = Task.Spawn(async () => await probe.FailingInCleanUp<int>("loser"));
            await CombinatorTests.Until(() => probe.Begun == 1);

            await Should.ThrowAsync<IOException>(Task.TryJoin(loser, Task.Spawn(async () => await probe.Failing<int>("first"))).AsTask());

            unhandled.All.ShouldBeEmpty();
            (await Should.ThrowAsync<IOException>(loser.AsTask())).Message.ShouldBe("loser");
        });

    [Theory, OnEveryRuntime]
    public void Results_that_a_failure_makes_useless_are_disposed_of(RuntimeCase on)
        => on.Run(async _ =>
        {
            Disposable early = new(), late = new();
            var probe = new Probe();

            await Should.ThrowAsync<IOException>(
                Task.TryJoin(() => ValueTask.FromResult(early), () => probe.Late(late), () => probe.Failing<int>("no")).AsTask());

            early.Disposed.ShouldBe(1);
            late.Disposed.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void What_will_not_stop_is_left_running_after_the_grace_period(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                var stubborn = new TaskCompletionSource();
                var ended = new TaskCompletionSource();
                var result = new Disposable();

                await Should.ThrowAsync<IOException>(Task.TryJoin(
                    async () =>
                    {
                        await stubborn.Task;
                        ended.SetResult();
                        return result;
                    },
                    async () => await new Probe().Failing<int>("no")).AsTask());

                runtime.Metrics.TasksAbandoned.ShouldBe(1);
                stubborn.SetResult();
                await ended.Task;
                await CombinatorTests.Until(() => result.Disposed == 1);
            },
            options => options.CancelGrace = TimeSpan.FromMilliseconds(5));
}
