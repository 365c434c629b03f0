namespace AsyncStdConformance.Scopes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Clean-up of what was stopped, with a limit in time of its own.</summary>
public sealed class CleanUpTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Theory, OnEveryRuntime]
    public void Clean_up_that_keeps_to_its_limit_finishes_in_a_cancelled_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<string> log = [];
            JoinHandle task = SpawnCancelled(async () =>
            {
                await Scope.Shield(s_hour, async () =>
                {
                    await Task.Sleep(s_moment);
                    await Task.Spawn(async () => await Task.Sleep(s_moment));
                    log.Add("cleaned up");
                });
                log.Add("back");
            });

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            log.ShouldBe(["cleaned up", "back"]);
            task.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Clean_up_that_takes_too_long_is_stopped_and_the_task_ends_as_cancelled(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<string> log = [];
            JoinHandle child = null!;
            JoinHandle task = SpawnCancelled(async () =>
            {
                try
                {
                    await Scope.Shield(s_moment, async () =>
                    {
                        try
                        {
                            child = Task.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
                            await child;
                        }
                        finally
                        {
                            log.Add("stopped");
                        }
                    });
                }
                catch (TimeoutException)
                {
                    log.Add("too slow");
                }
            });

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            await Should.ThrowAsync<OperationCanceledException>(child.AsTask());
            log.ShouldBe(["stopped", "too slow"]);
            task.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void Clean_up_has_all_of_its_time_although_the_deadline_around_has_passed(RuntimeCase on)
        => on.Run(async _ =>
        {
            TimeSpan? around = null, own = null;
            bool cleanedUp = false;

            await Should.ThrowAsync<TimeoutException>(Task.Timeout(s_moment, async () =>
            {
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    around = Scope.Current.Remaining;
                    await Scope.Shield(s_hour, async () =>
                    {
                        own = Scope.Current.Remaining;
                        await Task.Sleep(s_moment);
                        cleanedUp = true;
                    });
                }
            }).AsTask());

            cleanedUp.ShouldBeTrue();
            around.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.Zero);
            own.ShouldNotBeNull().ShouldBeInRange(s_hour - TimeSpan.FromMinutes(5), s_hour);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_limit_of_clean_up_counts_from_its_own_beginning_in_virtual_time(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                long start = runtime.Clock.GetTimestamp();

                await Should.ThrowAsync<TimeoutException>(Task.Timeout(2 * s_hour, async () =>
                {
                    try
                    {
                        await Task.Sleep(Timeout.InfiniteTimeSpan);
                    }
                    finally
                    {
                        await Scope.Shield(s_hour / 2, async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
                    }
                }).AsTask());

                runtime.Clock.GetElapsedTime(start).ShouldBe(2.5 * s_hour);
            },
            options => options.CancelGrace = 10 * s_hour);

    /// <summary>A task that is cancelled before it waits, and then cleans up.</summary>
    private static JoinHandle SpawnCancelled(Func<Task> cleanUp)
        => Task.Spawn(async () =>
        {
            try
            {
                Scope.Current.Cancel();
                await Task.Sleep(Timeout.InfiniteTimeSpan);
            }
            finally
            {
                await cleanUp();
            }
        });
}
