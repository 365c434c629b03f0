namespace AsyncStdConformance.Context;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

public sealed class SynchronizationContextTests
{
    private static readonly AsyncLocal<string?> s_local = new();

    [Theory, OnEveryRuntime]
    public void The_context_of_a_task_is_the_runtimes(RuntimeCase on)
        => on.Run(async runtime =>
        {
            SynchronizationContext.Current.ShouldBeAssignableTo<RuntimeSynchronizationContext>();
            await Task.YieldNow();
            SynchronizationContext.Current.ShouldBeAssignableTo<RuntimeSynchronizationContext>();
        });

    [Theory, OnEveryRuntime]
    public void Send_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            SynchronizationContext context = SynchronizationContext.Current!;

            Should.Throw<NotSupportedException>(() => context.Send(_ => { }, null));
            Should.Throw<NotSupportedException>(() => ForeignThread.Run(() => context.Send(_ => { }, null)));
            await Task.YieldNow();
        });

    [Theory, OnEveryRuntime]
    public void What_is_posted_runs_on_the_runtime_with_the_posters_context(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var seen = new TaskCompletionSource<string?>();
            s_local.Value = "the poster's";

            SynchronizationContext.Current!.Post(
                state =>
                {
                    Place.ShouldBeOn(runtime);
                    seen.SetResult($"{state} {s_local.Value}");
                },
                "with");

            (await seen.Task).ShouldBe("with the poster's");
        });

    [Theory, OnEveryRuntime]
    public void What_a_stranger_posts_runs_on_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var affinity = new TaskCompletionSource<bool>();
            SynchronizationContext context = SynchronizationContext.Current!;

            await ForeignThread.Start(() => context.Post(_ => affinity.SetResult(Place.IsInSlice(runtime)), null));

            (await affinity.Task).ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_posted_callback_that_fails_is_reported(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(async () =>
            {
                SynchronizationContext.Current!.Post(_ => throw new FormatException("posted"), null);
                await Task.YieldNow();
            });
            runtime.Dispose();

            unhandled.All.ShouldHaveSingleItem().Exception.ShouldBeOfType<FormatException>();
        });

    [Theory, OnEveryRuntime]
    public void A_task_factory_on_the_context_runs_on_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            TaskScheduler scheduler = TaskScheduler.FromCurrentSynchronizationContext();

            bool inSlice = await Task.Factory.StartNew(
                () => Place.IsInSlice(runtime), CancellationToken.None, TaskCreationOptions.None, scheduler);

            inSlice.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_context_that_a_task_sets_itself_is_honoured_by_its_methods(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var stranger = new PostOnce();
            await Task.Spawn(async () =>
            {
                SynchronizationContext.SetSynchronizationContext(stranger);
                await Nested();
                await Task.YieldNow();
                Place.ShouldBeOn(runtime);
            });

            stranger.Posts.ShouldBeGreaterThan(0);

            async Task Nested()
            {
                await Task.YieldNow();
                SynchronizationContext.Current.ShouldBeSameAs(stranger);
            }
        });

    /// <summary>Runs each post on a thread of its own, with itself as the context.</summary>
    private sealed class PostOnce : SynchronizationContext
    {
        private int _posts;

        public int Posts => _posts;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            ForeignThread.Start(() =>
            {
                SetSynchronizationContext(this);
                d(state);
            }).Forget();
        }
    }
}
