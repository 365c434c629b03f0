namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class TryRaceTests
{
    [Theory, OnEveryRuntime]
    public void The_first_success_wins_and_earlier_failures_are_forgotten(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            var unhandled = new UnhandledExceptions(runtime);

            int won = await Task.TryRace(
                () => ValueTask.FromException<int>(new IOException("at once")),
                () => probe.Forever(1),
                async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return await probe.Soon(2); });

            won.ShouldBe(2);
            probe.Ended.ShouldBe(2);
            unhandled.All.ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime]
    public void If_all_fail_all_failures_are_thrown_in_order(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            AggregateException exception = await Should.ThrowAsync<AggregateException>(Task.TryRace(
                async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return await probe.Failing<int>("left"); },
                async () => { await Task.YieldNow(); throw new OperationCanceledException("middle"); },
                async () => await probe.Failing<int>("right")).AsTask());

            exception.InnerExceptions.Select(each => each.Message).ShouldBe(["left", "middle", "right"]);
            (await Should.ThrowAsync<AggregateException>(Task.TryRace(() => probe.Failing<int>("only")).AsTask())).InnerExceptions.Count.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void If_all_are_cancelled_that_is_a_cancellation(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> task = Task.Spawn(async () => await new Probe().Forever<int>());
            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(Task.TryRace(task).AsTask());
        });

    [Theory, OnEveryRuntime]
    public void A_failure_in_clean_up_after_the_win_is_reported(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            var unhandled = new UnhandledExceptions(runtime);

            (await Task.TryRace(() => probe.FailingInCleanUp<int>("loser"), () => probe.Soon(1))).ShouldBe(1);

            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldBe("loser");
        });

    [Theory, OnEveryRuntime]
    public void Cancelling_the_caller_is_no_failure_of_all(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var stop = new CancellationTokenSource();
            var probe = new Probe();

            Task<int> race = Task.TryRace([() => probe.Forever<int>(), () => probe.Forever<int>()], stop.Token).AsTask();
            await CombinatorTests.Until(() => probe.Begun == 2);
            stop.Cancel();

            (await Should.ThrowAsync<OperationCanceledException>(race)).CancellationToken.ShouldBe(stop.Token);
            probe.Ended.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Losers_that_will_not_stop_are_left_running_after_the_grace_period(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                var probe = new Probe();
                var release = new TaskCompletionSource();

                int won = await Task.TryRace(
                    () => probe.Stubborn(0, release.Task),
                    () => ValueTask.FromException<int>(new IOException("at once")),
                    () => probe.Soon(1),
                    () => probe.Stubborn(2, release.Task));

                won.ShouldBe(1);
                probe.Ended.ShouldBe(1);
                await LeftRunning.ShouldBe(runtime, 2, areBranches: true, release.SetResult);
                probe.Ended.ShouldBe(3);
            },
            LeftRunning.SetGrace);
}
