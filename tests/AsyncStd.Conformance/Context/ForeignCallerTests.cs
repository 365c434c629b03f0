namespace AsyncStdConformance.Context;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Leaves awaited by code that is nobody's task.</summary>
public sealed class ForeignCallerTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    [Theory, OnEveryRuntime(Lacking = Traits.CallersThread)]
    public void A_strangers_context_is_honoured_after_a_join(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var stranger = new StrangersContext();
            int thread = Environment.CurrentManagedThreadId;

            stranger.Run(async () =>
            {
                await runtime.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(5)));
                SynchronizationContext.Current.ShouldBeSameAs(stranger);
                Environment.CurrentManagedThreadId.ShouldBe(thread);
            });

            stranger.Posts.ShouldBeGreaterThan(0);
        });

    [Fact]
    public void A_strangers_context_is_honoured_after_a_sleep()
        => ForeignThread.Run(() =>
        {
            var stranger = new StrangersContext();
            int thread = Environment.CurrentManagedThreadId;

            stranger.Run(async () =>
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                SynchronizationContext.Current.ShouldBeSameAs(stranger);
                Environment.CurrentManagedThreadId.ShouldBe(thread);
                await Task.YieldNow();
                Environment.CurrentManagedThreadId.ShouldBe(thread);
            });

            stranger.Posts.ShouldBeGreaterThanOrEqualTo(2);
        });

    [Theory, OnEveryRuntime(Lacking = Traits.CallersThread)]
    public void A_strangers_scheduler_is_honoured_after_a_join(RuntimeCase on)
        => on.Outside(runtime =>
        {
            TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

            Task.Factory.StartNew(
                async () =>
                {
                    await runtime.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(5)));
                    TaskScheduler.Current.ShouldBeSameAs(scheduler);
                },
                CancellationToken.None,
                TaskCreationOptions.None,
                scheduler).Unwrap().WaitWithin(TimeSpan.FromSeconds(60));
        });

    [Theory, OnEveryRuntime]
    public void Code_without_a_context_never_goes_on_inside_a_slice(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var release = new TaskCompletionSource();
            JoinHandle task = runtime.Spawn(async () => await release.Task);
            List<Task> waiters = [.. Enumerable.Range(0, 10).Select(_ => Wait())];

            release.SetResult();
            runtime.BlockOn(async () => await task);

            Task.WhenAll(waiters).WaitWithin(TimeSpan.FromSeconds(60));

            async Task Wait()
            {
                s_local.Value = "the stranger's";
                await task;
                Place.ShouldBeForeign(runtime);
                s_local.Value.ShouldBe("the stranger's");
                Runtime.TryGetCurrent(out _).ShouldBeFalse();
            }
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void Code_that_waits_for_AsTask_never_goes_on_inside_a_slice(RuntimeCase on)
    {
        CodeThatWaitsForAsTask(on, budget: 128);
        CodeThatWaitsForAsTask(on, budget: 0);
    }

    [Theory, OnEveryRuntime]
    public void A_thread_that_entered_the_runtime_comes_back_to_it(RuntimeCase on)
        => on.Outside(runtime =>
        {
            Task entered = Entered();

            runtime.BlockOn(async () => await entered);

            async Task Entered()
            {
                using RuntimeEntryScope scope = runtime.Enter();
                await Task.YieldNow();
                Runtime.Current.ShouldBeSameAs(runtime);
                Place.IsInSlice(runtime).ShouldBeTrue();
            }
        });

    [Theory, OnEveryRuntime]
    public void Entering_is_undone_in_reverse_order(RuntimeCase on)
        => on.Outside(runtime =>
        {
            using Runtime other = on.Create();

            using (runtime.Enter())
            {
                using (other.Enter())
                {
                    Runtime.Current.ShouldBeSameAs(other);
                }

                Runtime.Current.ShouldBeSameAs(runtime);
            }

            Runtime.TryGetCurrent(out _).ShouldBeFalse();
        });

    private static void CodeThatWaitsForAsTask(RuntimeCase on, int budget)
        => on.Outside(
            runtime =>
            {
                var release = new TaskCompletionSource();
                JoinHandle task = runtime.Spawn(async () => await release.Task);
                Task[] waiters = [Wait(), WaitAnywhere()];

                release.SetResult();
                runtime.BlockOn(async () => await task);

                Task.WhenAll(waiters).WaitWithin(TimeSpan.FromSeconds(60));

                async Task Wait()
                {
                    await task.AsTask();
                    Place.ShouldBeForeign(runtime);
                }

                async Task WaitAnywhere()
                {
                    await task.AsTask().ConfigureAwait(false);
                    Place.ShouldBeForeign(runtime);
                }
            },
            options => options.SliceBudget = budget);
}
