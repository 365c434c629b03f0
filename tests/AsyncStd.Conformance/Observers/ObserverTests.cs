namespace AsyncStdConformance.Observers;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class ObserverTests
{
    [Theory, OnEveryRuntime]
    public void An_observer_sees_how_tasks_start_and_end(RuntimeCase on)
    {
        var observer = new RecordingObserver();
        on.Run(
            async _ =>
            {
                await Task.Spawn(async () => await Task.YieldNow(), name: "good");
                await Should.ThrowAsync<FormatException>(async () => await Task.Spawn(Fail, name: "bad"));
                await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Spawn(Cancel, name: "cancelled"));
                await Task.SpawnBlocking(() => { }, name: "blocking");
            },
            options => options.Observers.Add(observer));

        foreach ((string name, TaskStatus status) in new[]
        {
            ("good", TaskStatus.RanToCompletion),
            ("bad", TaskStatus.Faulted),
            ("cancelled", TaskStatus.Canceled),
            ("blocking", TaskStatus.RanToCompletion),
        })
        {
            observer.Events.Count(each => each == $"started {name}").ShouldBe(1);
            observer.Events.Count(each => each == $"ended {name} {status}").ShouldBe(1);
        }

        observer.Events.Count(each => each.StartsWith("started", StringComparison.Ordinal))
            .ShouldBe(observer.Events.Count(each => each.StartsWith("ended", StringComparison.Ordinal)));

        static void Fail() => throw new FormatException();
        static void Cancel() => throw new OperationCanceledException();
    }

    [Theory, OnEveryRuntime]
    public void An_observer_sees_each_slice_begin_and_end(RuntimeCase on)
    {
        var observer = new RecordingObserver();
        on.Run(
            async _ =>
            {
                for (int i = 0; i < 10; i++)
                {
                    await Task.YieldNow();
                }

                (observer.SliceStarts - observer.SliceEnds).ShouldBeGreaterThanOrEqualTo(1);
            },
            options => options.Observers.Add(observer));

        observer.SliceStarts.ShouldBeGreaterThanOrEqualTo(11);
        Eventually.IsTrue(() => observer.SliceStarts == observer.SliceEnds, "the last slice to end");
    }

    [Theory, OnEveryRuntime]
    public void An_observer_that_throws_is_reported_and_the_tasks_go_on(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                var unhandled = new UnhandledExceptions(runtime);

                runtime.BlockOn(async () => { await Task.YieldNow(); return 42; }).ShouldBe(42);

                unhandled.All.ShouldContain(each => each.Exception is FormatException);
            },
            options => options.Observers.Add(new ThrowingObserver()));

    [Theory, OnEveryRuntime]
    public void Metrics_count_the_tasks(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var release = new TaskCompletionSource();
            JoinHandle held = runtime.Spawn(async () => await release.Task);
            runtime.BlockOn(async () => await Task.Spawn(() => { }));

            RuntimeMetrics during = runtime.Metrics;
            release.SetResult();
            Runtime.BlockOn(held);
            runtime.Dispose();

            during.TasksAlive.ShouldBe(1);
            during.TasksStarted.ShouldBe(3);
            runtime.Metrics.TasksAlive.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_runtime_describes_itself(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                runtime.Describe().ShouldContain("runtime 'mine'");
                runtime.Describe().ShouldContain(runtime.Executor);
            },
            options => options.Name = "mine");

    private sealed class ThrowingObserver : RuntimeObserver
    {
        public override void OnTaskStarted(JoinHandle task) => throw new FormatException();

        public override void OnTaskEnded(JoinHandle task) => throw new FormatException();

        public override void OnSliceStarted(WorkItem item) => throw new FormatException();

        public override void OnSliceEnded() => throw new FormatException();
    }
}
