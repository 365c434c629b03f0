namespace AsyncStdConformance.Disposal;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class ViewDisposalTests
{
    [Theory, OnEveryRuntime]
    public void A_view_drains_whatever_runtime_it_stands_on(RuntimeCase on)
        => on.Outside(executor =>
        {
            var view = new View(executor);
            JoinHandle task = view.Spawn(async () => { await Task.YieldNow(); await Task.Sleep(TimeSpan.FromMilliseconds(1)); });

            view.ShutdownAsync().WaitWithin(TimeSpan.FromSeconds(60)).Unfinished.ShouldBeEmpty();

            task.IsCompletedSuccessfully.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_view_that_has_ended_leaves_its_executor_alone(RuntimeCase on)
        => on.Run(async executor =>
        {
            var view = new View(executor);
            (await view.Spawn(async () => { await Task.YieldNow(); return Runtime.Current; })).ShouldBeSameAs(view);

            await view.DisposeAsync();

            (await Task.Spawn(async () => { await Task.YieldNow(); return 42; })).ShouldBe(42);
            Place.ShouldBeOn(executor);
        });

    private sealed class View(Runtime executor) : RuntimeView(executor, new RuntimeOptions { Name = "view" });
}
