namespace AsyncStdConformance.Scopes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class ShieldTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    [Theory, OnEveryRuntime]
    public void Each_form_of_it_keeps_the_cancellation_away(RuntimeCase on)
        => on.Run(async _ =>
        {
            TimeSpan limit = TimeSpan.FromHours(1);
            int shielded = 0;
            var cancelled = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                await Scope.Shield(Look);
                await Scope.Shield(LookAsValue);
                await Scope.Shield(_ => Look());
                await Scope.Shield(_ => LookAsValue());
                await Scope.Shield(limit, Look);
                await Scope.Shield(limit, LookAsValue);
                await Scope.Shield(limit, _ => Look());
                await Scope.Shield(limit, _ => LookAsValue());
                return await Scope.Shield(Count) + await Scope.Shield(CountAsValue) + await Scope.Shield(_ => Count()) + await Scope.Shield(_ => CountAsValue())
                    + await Scope.Shield(limit, Count) + await Scope.Shield(limit, CountAsValue) + await Scope.Shield(limit, _ => Count()) + await Scope.Shield(limit, _ => CountAsValue());
            });

            (await cancelled).ShouldBe(8);
            shielded.ShouldBe(16);

            async Task Look()
            {
                await Task.Sleep(s_moment);
                shielded++;
            }

            async ValueTask LookAsValue() => await Look();

            async Task<int> Count()
            {
                await Look();
                return 1;
            }

            async ValueTask<int> CountAsValue() => await Count();
        });

    [Theory, OnEveryRuntime]
    public void What_it_runs_finishes_although_the_task_was_cancelled(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            var log = new List<string>();
            JoinHandle task = Task.Spawn(async () =>
            {
                try
                {
                    started.SetResult();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    await Scope.Shield(async () =>
                    {
                        Scope.Current.IsCancellationRequested.ShouldBeFalse();
                        await Task.Sleep(s_moment);
                        await Task.Spawn(async () => await Task.Sleep(s_moment));
                        await Nested();
                        log.Add("cleaned up");
                    });
                    log.Add("back");
                    Scope.Current.IsCancellationRequested.ShouldBeTrue();
                }
            });
            await started.Task;

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            log.ShouldBe(["cleaned up", "back"]);

            static async Task Nested() => await Task.Sleep(s_moment);
        });

    [Theory, OnEveryRuntime]
    public void A_cancellation_that_comes_meanwhile_waits_for_its_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            var go = new TaskCompletionSource();
            int result = 0;
            JoinHandle task = Task.Spawn(async () =>
            {
                result = await Scope.Shield(async () =>
                {
                    started.SetResult();
                    await go.Task;
                    await Task.Sleep(s_moment);
                    return 42;
                });
                await Task.Sleep(s_moment);
                result = 0;
            });
            await started.Task;

            task.Cancel();
            go.SetResult();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            result.ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void One_with_a_limit_is_stopped_by_the_limit(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool ended = false;

            await Should.ThrowAsync<TimeoutException>(Scope.Shield(s_moment, async () =>
            {
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    ended = true;
                }
            }).AsTask());

            ended.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void The_end_of_the_runtime_waits_for_it(RuntimeCase on)
        => on.Outside(runtime =>
        {
            bool finished = false;
            var started = new ManualResetEventSlim();
            runtime.Spawn(async () =>
            {
                try
                {
                    started.Set();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    await Scope.Shield(async () =>
                    {
                        await Task.Sleep(s_moment);
                        finished = true;
                    });
                }
            }).Detach();
            runtime.BlockOn(async () =>
            {
                while (!started.IsSet)
                {
                    await Task.YieldNow();
                }
            });

            ShutdownReport report = runtime.ShutdownAsync(TimeSpan.Zero).WaitWithin(TimeSpan.FromSeconds(60));

            report.Unfinished.ShouldBeEmpty();
            finished.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void What_it_throws_reaches_the_caller(RuntimeCase on)
        => on.Run(async _ =>
        {
            await Should.ThrowAsync<InvalidTimeZoneException>(Scope.Shield(async () =>
            {
                await Task.YieldNow();
                throw new InvalidTimeZoneException();
            }).AsTask());
        });
}
