namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>What holds for all combinators.</summary>
public sealed class CombinatorTests
{
    /// <summary>Gives way, and lets a little time pass, until something is so.</summary>
    internal static async ValueTask Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Sleep(TimeSpan.FromTicks(1));
        }
    }

    [Theory, OnEveryRuntime]
    public void Cancelling_the_caller_stops_the_branches_and_waits_for_them(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (Func<Probe, TaskBody> combinator in All())
            {
                var probe = new Probe();
                JoinHandle caller = Task.Spawn(() => combinator(probe));
                await Until(() => probe.Begun == 2);

                caller.Cancel();

                await Should.ThrowAsync<OperationCanceledException>(caller.AsTask());
                probe.Ended.ShouldBe(2);
                runtime.Metrics.TasksAlive.ShouldBe(1);
            }

            static IEnumerable<Func<Probe, TaskBody>> All() =>
            [
                async probe => await Task.Join(() => probe.Forever(1), () => probe.Forever(2)),
                async probe => await Task.TryJoin(() => probe.Forever(1), () => probe.Forever(2)),
                async probe => await Task.Race(() => probe.Forever(1), () => probe.Forever(2)),
                async probe => await Task.TryRace(() => probe.Forever(1), () => probe.Forever(2)),
                async probe => await Task.Select(() => probe.Forever(1), () => probe.Forever(2)),
                async probe => await Task.Join([1, 2, 3], 2, probe.Forever),
                async probe => await Task.TryJoin([1, 2, 3], 2, probe.Forever),
                async probe => await Nested(probe),
            ];

            static async Task<int> Nested(Probe probe) => await Task.Race(() => probe.Forever(1), () => probe.Forever(2));
        });

    [Theory, OnEveryRuntime]
    public void Nothing_is_started_for_a_caller_who_was_cancelled(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();
            var cancelled = new CancellationToken(canceled: true);
            await Should.ThrowAsync<OperationCanceledException>(Task.Join(() => probe.Soon(1), () => probe.Soon(2), cancelled).AsTask());
            await Should.ThrowAsync<OperationCanceledException>(Task.Race([() => probe.Soon(1)], cancelled).AsTask());
            await Should.ThrowAsync<OperationCanceledException>(Task.TryJoin([1], 1, probe.Soon, cancelled).AsTask());
            JoinHandle task = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                await Task.Select(() => probe.Soon(1), () => probe.Soon(2));
            });

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            probe.Begun.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Handles_are_stopped_for_a_caller_who_was_cancelled(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> handle = Task.Spawn(async () => await new Probe().Forever<int>());

            await Should.ThrowAsync<OperationCanceledException>(Task.Race([handle], new CancellationToken(canceled: true)).AsTask());

            handle.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Null_is_refused_by_the_name_of_the_argument(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Func<Task<int>> one = () => Task.FromResult(1);
            Refuses("first", () => Task.Join((Func<Task<int>>)null!, one));
            Refuses("second", () => Task.TryJoin(one, (Func<Task<int>>)null!));
            Refuses("third", () => Task.Select(one, one, (Func<Task<int>>)null!));
            Refuses("second", () => Task.Join(Task.FromResult(1), (Task<int>)null!));
            Refuses("first", () => Task.Select((JoinHandle<int>)null!, (JoinHandle<int>)null!));
            Refuses("branches", () => Task.Race((Func<Task>[])null!, default));
            Refuses("branches[1]", () => Task.Race([one, null!], default));
            Refuses("branches[0]", () => Task.TryRace((JoinHandle)null!));
            Refuses("source", () => Task.Join((IEnumerable<int>)null!, 1, async _ => await Task.YieldNow()));
            Refuses("source", () => Task.TryJoin((IAsyncEnumerable<int>)null!, 1, async _ => await Task.YieldNow()));
            Refuses("body", () => Task.Join([1], 1, (Func<int, Task>)null!));
            runtime.Metrics.TasksAlive.ShouldBe(1);
            await Task.YieldNow();

            static void Refuses<T>(string argument, Func<T> call) => Should.Throw<ArgumentNullException>(() => { _ = call(); }).ParamName.ShouldBe(argument);
        });

    [Theory, OnEveryRuntime]
    public void They_can_be_nested(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();

            ((int, int) inner, string raced) = await Task.Join(
                async () => await Task.Timeout(TimeSpan.FromHours(1), async () => await Task.Join(() => probe.Soon(1), () => probe.Soon(2))),
                async () => await Task.Race(
                    async () => await Task.TryRace(() => probe.Failing<string>("no"), () => probe.Forever<string>()),
                    async () => (await Task.Select(() => probe.Forever<string>(), () => probe.Soon(1))).Match(a => a, b => $"second {b}")));

            inner.ShouldBe((1, 2));
            raced.ShouldBe("second 1");
            probe.Ended.ShouldBe(probe.Begun);
            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void They_work_outside_any_task(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using (runtime.Enter())
            {
                var probe = new Probe();
                Task<(int, Runtime)> join = Task.Join(async () => await probe.Soon(1), async () => { await Task.YieldNow(); return Runtime.Current; }).AsTask();
                Task<int> race = Task.Race(() => probe.Forever(1), () => probe.Soon(2)).AsTask();
                Task<int[]> items = Task.Join(Enumerable.Range(0, 10), 3, async n => await probe.Soon(n)).AsTask();
                runtime.BlockOn(async () =>
                {
                    (await join).ShouldBe((1, runtime));
                    (await race).ShouldBe(2);
                    (await items).ShouldBe(Enumerable.Range(0, 10));
                });
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void Branches_of_a_local_task_stay_in_its_place(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.SpawnLocal(async () =>
            {
                int place = runtime.CurrentAffinity;
                await Task.Join(() => Stay(), () => Stay());
                await Task.Race(() => Stay(), () => Stay());
                await Task.Join(Enumerable.Range(0, 10), 3, async _ => await Stay());
                runtime.CurrentAffinity.ShouldBe(place);

                async ValueTask<int> Stay()
                {
                    for (int i = 0; i < 5; i++)
                    {
                        await Task.Sleep(TimeSpan.FromTicks(1));
                        runtime.CurrentAffinity.ShouldBe(place);
                    }

                    return place;
                }
            });
        });

    [Theory, OnEveryRuntime]
    public void A_branch_has_a_scope_of_its_own_within_the_callers(RuntimeCase on)
        => on.Run(async _ =>
        {
            Scope caller = Scope.Current;

            (Scope first, Scope second) = await Task.Join(
                async () => { await Task.YieldNow(); Scope.Current.Parent.ShouldBe(caller); return Scope.Current; },
                async () => { await Task.YieldNow(); return Scope.Current; });

            first.ShouldNotBe(second);
            first.ShouldNotBe(caller);
        });

    [Theory, OnEveryRuntime]
    public void One_branch_can_be_cancelled_by_itself(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            await Should.ThrowAsync<OperationCanceledException>(Task.Join(
                async () =>
                {
                    Scope.Current.Cancel();
                    return await probe.Forever(1);
                },
                async () => await probe.Soon(2)).AsTask());

            probe.Ended.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void A_branch_that_fails_with_its_callers_cancellation_is_not_hidden_by_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();
            JoinHandle caller = Task.Spawn(async () => await Task.Join(() => probe.FailingInCleanUp<int>("clean-up"), () => probe.Forever(1)));
            await Until(() => probe.Begun == 2);

            caller.Cancel();

            (await Should.ThrowAsync<IOException>(caller.AsTask())).Message.ShouldBe("clean-up");
        });
}
