namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class RaceTests
{
    [Theory, OnEveryRuntime]
    public void The_losers_have_ended_when_the_winner_is_known(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();

            int won = await Task.Race(() => probe.Forever(0), () => probe.Soon(1), () => probe.Forever(2));

            won.ShouldBe(1);
            probe.Ended.ShouldBe(3);
            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_failure_may_win(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            await Should.ThrowAsync<IOException>(Task.Race(() => probe.Forever(0), () => probe.Failing<int>("fast")).AsTask());

            probe.Ended.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void On_a_tie_the_left_one_wins(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> left = Task.Spawn(() => 0);
            JoinHandle<int> right = Task.Spawn(() => 1);
            await Task.Join(right, left);

            (await Task.Race(left, right)).ShouldBe(0);
            (await Task.Race(right, left)).ShouldBe(1);
            (await Task.Race(Task.FromResult(0), Task.FromResult(1))).ShouldBe(0);
            (await Task.Race(() => ValueTask.FromResult(0), () => ValueTask.FromResult(1))).ShouldBe(0);
            (await Task.Select(left, right)).Index.ShouldBe(0);
            (await Task.TryRace(right, left)).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void What_is_ready_at_once_wins_and_nothing_more_is_started(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            ValueTask<int> race = Task.Race(() => ValueTask.FromResult(1), () => probe.Soon(2));

            race.IsCompletedSuccessfully.ShouldBeTrue();
            (await race).ShouldBe(1);
            probe.Begun.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_losers_failure_is_reported(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            var unhandled = new UnhandledExceptions(runtime);

            (await Task.Race(() => probe.FailingInCleanUp<int>("loser"), () => probe.Soon(1))).ShouldBe(1);

            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldBe("loser");
        });

    [Theory, OnEveryRuntime]
    public void A_losers_result_is_disposed_of_and_the_winners_is_not(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();
            Disposable winner = new(), loser = new(), shared = new();

            (await Task.Race(() => probe.Late(loser), () => probe.Soon(winner))).ShouldBe(winner);
            (await Task.Race(() => probe.Late(shared), () => probe.Soon(shared))).ShouldBe(shared);

            loser.Disposed.ShouldBe(1);
            winner.Disposed.ShouldBe(0);
            shared.Disposed.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_disposal_that_fails_is_reported_and_changes_nothing(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            var unhandled = new UnhandledExceptions(runtime);
            var winner = new Disposable();

            (await Task.Race(() => probe.Late(new Disposable(new IOException("in Dispose"))), () => probe.Soon(winner))).ShouldBe(winner);

            unhandled.All.ShouldHaveSingleItem().Exception.Message.ShouldBe("in Dispose");
        });

    [Theory, OnEveryRuntime]
    public void The_result_of_a_handle_that_lost_is_its_owners(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();
            Disposable winner = new(), late = new();
            JoinHandle<Disposable> loser = Task.Spawn(async () => await probe.Late(late));
            await CombinatorTests.Until(() => probe.Begun == 1);

            (await Task.Race(loser, Task.Spawn(() => winner))).ShouldBe(winner);

            (await loser).ShouldBe(late);
            late.Disposed.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Losing_handles_are_stopped_and_foreign_tasks_are_left(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();
            JoinHandle<int> loser = Task.Spawn(async () => await probe.Forever<int>());
            await CombinatorTests.Until(() => probe.Begun == 1);
            var foreign = new TaskCompletionSource<int>();

            (await Task.Race(loser, Task.Spawn(() => 1))).ShouldBe(1);
            (await Task.Race(foreign.Task, probe.Soon(2).AsTask())).ShouldBe(2);

            loser.IsCanceled.ShouldBeTrue();
            foreign.Task.IsCompleted.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void What_comes_in_spite_of_a_cancellation_is_not_lost(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var stop = new CancellationTokenSource();
            var probe = new Probe();

            Task<int> race = Task.Race([() => probe.Forever<int>(), () => probe.Late(1)], stop.Token).AsTask();
            await CombinatorTests.Until(() => probe.Begun == 2);
            stop.Cancel();

            (await race).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_race_of_nothing_is_refused(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Should.Throw<ArgumentException>(() => { _ = Task.Race((Func<Task>[])[], default); }).ParamName.ShouldBe("branches");
            Should.Throw<ArgumentException>(() => { _ = Task.TryRace((JoinHandle<int>[])[], default); }).ParamName.ShouldBe("branches");
            Should.Throw<ArgumentException>(() => { _ = Task.Select((Task[])[], default); }).ParamName.ShouldBe("branches");
            await Task.YieldNow();
        });

    [Theory, OnEveryRuntime]
    public void The_first_of_a_thousand_stops_all_others(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            Func<ValueTask<int>>[] functions = [.. Enumerable.Range(0, 1_000).Select(n => new Func<ValueTask<int>>(() => n == 500 ? probe.Soon(n) : probe.Forever(n)))];

            (await Task.Race(functions)).ShouldBe(500);

            probe.Ended.ShouldBe(probe.Begun);
            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_shortest_sleep_wins_in_virtual_time(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long start = runtime.Clock.GetTimestamp();

            string won = await Task.Race(
                async () => { await Task.Sleep(TimeSpan.FromDays(2)); return "two days"; },
                async () => { await Task.Sleep(TimeSpan.FromDays(1)); return "a day"; });

            won.ShouldBe("a day");
            runtime.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromDays(1));
        });

    [Theory, OnEveryRuntime]
    public void Losers_that_will_not_stop_are_left_running_after_the_grace_period(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                var probe = new Probe();
                var release = new TaskCompletionSource();

                int won = await Task.Race(() => probe.Stubborn(0, release.Task), () => probe.Soon(1), () => probe.Stubborn(2, release.Task));

                won.ShouldBe(1);
                probe.Ended.ShouldBe(1);
                await LeftRunning.ShouldBe(runtime, 2, areBranches: true, release.SetResult);
                probe.Ended.ShouldBe(3);
            },
            LeftRunning.SetGrace);

    [Theory, OnEveryRuntime]
    public void A_losing_handle_that_will_not_stop_is_left_running_and_keeps_its_result(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                var probe = new Probe();
                var release = new TaskCompletionSource();
                JoinHandle<int> loser = Task.Spawn(async () => await probe.Stubborn(0, release.Task));
                await CombinatorTests.Until(() => probe.Begun == 1);

                (await Task.Race(loser, Task.Spawn(() => 1))).ShouldBe(1);

                await LeftRunning.ShouldBe(runtime, 1, areBranches: false, release.SetResult);
                (await loser).ShouldBe(0);
            },
            LeftRunning.SetGrace);
}
