namespace AsyncStdConformance.Scopes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using AsyncStdConformance.Operations;

public sealed class TimeoutTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Theory, OnEveryRuntime]
    public void What_ends_in_time_gives_its_result(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Timeout(s_hour, async () => { await Task.YieldNow(); return 1; })).ShouldBe(1);
            (await Task.Timeout(s_hour, () => Task.FromResult(2))).ShouldBe(2);
            (await Task.Timeout(s_hour, () => ValueTask.FromResult(3))).ShouldBe(3);
            (await Task.Timeout(s_hour, async token => { await Task.Sleep(s_moment, token); return 4; })).ShouldBe(4);
            (await Task.Timeout(s_hour, Task.Spawn(() => 5))).ShouldBe(5);
            await Task.Timeout(s_hour, async () => await Task.Sleep(s_moment));
            await Task.Timeout(s_hour, Task.Spawn(() => { }));
            (await Task.Timeout(Timeout.InfiniteTimeSpan, async () => { await Task.Sleep(s_moment); return 6; })).ShouldBe(6);
        });

    [Theory, OnEveryRuntime]
    public void What_is_ready_at_once_wins_against_a_limit_of_zero(RuntimeCase on)
        => on.Run(async _ => (await Task.Timeout(TimeSpan.Zero, () => ValueTask.FromResult(1))).ShouldBe(1));

    [Theory, OnEveryRuntime]
    public void What_is_too_slow_is_stopped_before_the_exception_comes(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (TimeSpan limit in new[] { TimeSpan.Zero, s_moment })
            {
                bool stopped = false;

                TimeoutException exception = await Should.ThrowAsync<TimeoutException>(Task.Timeout(limit, async () =>
                {
                    try
                    {
                        await Nested();
                    }
                    finally
                    {
                        stopped = true;
                    }
                }).AsTask());

                stopped.ShouldBeTrue();
                exception.Message.ShouldContain(limit.ToString());
                exception.Message.ShouldStartWith("'TimeoutTests.cs:", customMessage: "the file without the folders of whoever built it");
            }

            static async Task Nested() => await Task.Sleep(Timeout.InfiniteTimeSpan);
        });

    [Theory, OnEveryRuntime]
    public void A_handle_is_stopped_as_well(RuntimeCase on)
        => on.Run(async _ =>
        {
            JoinHandle<int> task = Task.Spawn(async () => { await Task.Sleep(Timeout.InfiniteTimeSpan); return 1; });

            await Should.ThrowAsync<TimeoutException>(Task.Timeout(s_moment, task).AsTask());

            task.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_result_that_comes_after_the_limit_is_not_lost(RuntimeCase on)
        => on.Run(async _ =>
        {
            int result = await Task.Timeout(s_moment, async () =>
            {
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                catch (OperationCanceledException)
                {
                }

                return 42;
            });

            result.ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void A_failure_is_thrown_as_it_is(RuntimeCase on)
        => on.Run(async _ =>
        {
            await Should.ThrowAsync<InvalidTimeZoneException>(Task.Timeout(s_hour, () => Task.FromException(new InvalidTimeZoneException())).AsTask());
            await Should.ThrowAsync<InvalidTimeZoneException>(Task.Timeout(s_moment, async () =>
            {
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    throw new InvalidTimeZoneException("in clean-up");
                }
            }).AsTask());
            await Should.ThrowAsync<OperationCanceledException>(Task.Timeout(s_hour, async () =>
            {
                await Task.YieldNow();
                throw new OperationCanceledException();
            }).AsTask());
        });

    [Theory, OnEveryRuntime]
    public void What_will_not_stop_is_left_running_after_the_grace_period(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                var stubborn = new TaskCompletionSource();
                var ended = new TaskCompletionSource();

                TimeoutException exception = await Should.ThrowAsync<TimeoutException>(Task.Timeout(s_moment, async () =>
                {
                    await stubborn.Task;
                    ended.SetResult();
                }).AsTask());

                exception.Message.ShouldContain("left running");
                runtime.Metrics.TasksAbandoned.ShouldBe(1);
                stubborn.SetResult();
                await ended.Task;
            },
            options => options.CancelGrace = TimeSpan.FromMilliseconds(5));

    [Theory, OnEveryRuntime]
    public void What_a_stubborn_driver_still_does_is_waited_for(RuntimeCase on)
        => on.Run(async _ =>
        {
            var operation = new ManualOperation(isStubborn: true);
            JoinHandle kernel = Scope.Detached(() => Task.Spawn(async () =>
            {
                while (operation.CancelRequests == 0)
                {
                    await Task.Sleep(s_moment);
                }

                await Task.Sleep(s_moment);
                operation.TrySetResult(7);
            }));

            (await ReadAsync()).ShouldBe(7);
            await kernel;

            async Task<int> ReadAsync()
            {
                while (true)
                {
                    try
                    {
                        return await Task.Timeout(s_moment, async () => await operation.Begin());
                    }
                    catch (TimeoutException) when (operation.CancelRequests == 0)
                    {
                        // the time was up before the operation had begun
                    }
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void Cancelling_the_caller_stops_the_function_and_waits_for_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var started = new TaskCompletionSource();
            bool stopped = false;
            JoinHandle caller = Task.Spawn(async () =>
            {
                await Task.Timeout(s_hour, async () =>
                {
                    try
                    {
                        started.SetResult();
                        await Task.Sleep(Timeout.InfiniteTimeSpan);
                    }
                    finally
                    {
                        stopped = true;
                    }
                });
            });
            await started.Task;

            caller.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(caller.AsTask());
            stopped.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_token_stops_the_function(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            var started = new TaskCompletionSource();
            bool stopped = false;
            JoinHandle waiter = Task.Spawn(async () => await Task.Timeout(
                s_hour,
                async () =>
                {
                    try
                    {
                        started.SetResult();
                        await Task.Sleep(Timeout.InfiniteTimeSpan);
                    }
                    finally
                    {
                        stopped = true;
                    }
                },
                source.Token));
            await started.Task;

            source.Cancel();

            OperationCanceledException exception = await Should.ThrowAsync<OperationCanceledException>(waiter.AsTask());
            exception.CancellationToken.ShouldBe(source.Token);
            stopped.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Nothing_is_started_for_a_caller_who_was_cancelled(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool started = false;
            await Should.ThrowAsync<OperationCanceledException>(
                Task.Timeout(s_hour, () => { started = true; return Task.CompletedTask; }, new CancellationToken(canceled: true)).AsTask());
            JoinHandle task = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                await Task.Timeout(s_hour, () => { started = true; return Task.CompletedTask; });
            });

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            started.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_deadline_in_the_past_stops_at_the_first_wait(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Should.ThrowAsync<TimeoutException>(
                Task.Deadline(runtime.Clock.GetUtcNow() - s_hour, async () => await Task.Sleep(s_hour)).AsTask());
            await Should.ThrowAsync<TimeoutException>(
                Task.Deadline(runtime.Clock.GetUtcNow() + s_moment, async () => await Task.Sleep(s_hour)).AsTask());
            (await Task.Deadline(runtime.Clock.GetUtcNow() + s_hour, async () => { await Task.Sleep(s_moment); return 1; })).ShouldBe(1);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_limit_is_kept_to_the_tick_in_virtual_time(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long start = runtime.Clock.GetTimestamp();

            await Should.ThrowAsync<TimeoutException>(Task.Timeout(TimeSpan.FromDays(300), async () => await Task.Sleep(TimeSpan.FromDays(400))).AsTask());

            runtime.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromDays(300));
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Each_limit_counts_from_its_own_beginning(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long start = runtime.Clock.GetTimestamp();

            // The last one begins long after the limit of the first, and still has all of its own.
            for (int i = 1; i < 10; i++)
            {
                int n = i;
                (await Task.Timeout(TimeSpan.FromMilliseconds(50 * n), async () => { await Task.Sleep(TimeSpan.FromMilliseconds(40 * n)); return n; })).ShouldBe(n);
            }

            runtime.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromMilliseconds(40 * 45));
        });

    [Theory, OnEveryRuntime]
    public void A_huge_limit_is_as_good_as_none_and_a_negative_one_is_refused(RuntimeCase on)
        => on.Run(async runtime =>
        {
            (await Task.Timeout(TimeSpan.MaxValue, async () => { await Task.Sleep(s_moment); return 1; })).ShouldBe(1);
            Should.Throw<ArgumentOutOfRangeException>(() => { _ = Task.Timeout(TimeSpan.FromMilliseconds(-2), () => Task.CompletedTask); }).ParamName.ShouldBe("limit");
            Should.Throw<ArgumentNullException>(() => { _ = Task.Timeout(s_hour, (Func<Task>)null!); });
            Should.Throw<ArgumentNullException>(() => { _ = Task.Timeout(s_hour, (JoinHandle)null!); });
            runtime.Metrics.TasksAlive.ShouldBe(1);
            await Task.YieldNow();
        });

    [Theory, OnEveryRuntime]
    public void It_works_outside_any_task(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using (runtime.Enter())
            {
                Task<int> inTime = Task.Timeout(s_hour, async () => { await Task.Sleep(s_moment); return Runtime.Current == runtime ? 1 : 0; }).AsTask();
                Task late = Task.Timeout(s_moment, async () => await Task.Sleep(s_hour)).AsTask();
                runtime.BlockOn(async () =>
                {
                    (await inTime).ShouldBe(1);
                    await Should.ThrowAsync<TimeoutException>(late);
                });
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.Places)]
    public void A_local_task_stays_in_its_place_in_a_timeout(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.SpawnLocal(async () =>
            {
                int place = runtime.CurrentAffinity;
                await Task.Timeout(s_hour, async () =>
                {
                    for (int i = 0; i < 10; i++)
                    {
                        await Task.Sleep(TimeSpan.FromTicks(1));
                        runtime.CurrentAffinity.ShouldBe(place);
                    }
                });
                runtime.CurrentAffinity.ShouldBe(place);
            });
        });
}
