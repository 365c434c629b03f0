namespace AsyncStdConformance.Diagnosis;

using System.Collections.Concurrent;
using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using AsyncStdConformance.Scale;

[Collection(AloneCollection.Name)]
public sealed class SpanTests
{
    [Theory, OnEveryRuntime]
    public void A_named_task_is_a_span_below_that_of_its_spawner(RuntimeCase on)
    {
        using var spans = new Recorder();
        on.Run(async runtime =>
        {
            await Task.Spawn(
                async () =>
                {
                    Activity.Current.ShouldNotBeNull().OperationName.ShouldBe("outer");
                    JoinHandle inner = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(20)), "inner");
                    Activity.Current.ShouldNotBeNull().OperationName.ShouldBe("outer");
                    await Task.Spawn(async () => await Task.YieldNow());
                    await inner;
                    Activity.Current.ShouldNotBeNull().OperationName.ShouldBe("outer");
                },
                "outer");
            Activity.Current.ShouldBeNull();
        });

        Activity outer = spans.Ended("outer");
        Activity inner = spans.Ended("inner");
        spans.Count.ShouldBe(2);
        inner.ParentSpanId.ShouldBe(outer.SpanId);
        inner.Duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(15));
        inner.Status.ShouldBe(ActivityStatusCode.Unset);
        inner.GetTagItem("code.location").ShouldBeOfType<string>().ShouldContain("SpanTests.cs:");
    }

    [Theory, OnEveryRuntime]
    public void A_failure_is_the_spans_status_and_a_cancellation_is_none(RuntimeCase on)
    {
        using var spans = new Recorder();
        on.Run(async runtime =>
        {
            JoinHandle bad = Task.Spawn(() => throw new IOException("disk full"), "bad");
            await Should.ThrowAsync<IOException>(async () => await bad);
            var begun = new TaskCompletionSource();
            JoinHandle stopped = Task.Spawn(
                async () =>
                {
                    begun.SetResult();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                },
                "stopped");
            await begun.Task;
            stopped.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await stopped);
        });

        (spans.Ended("bad").Status, spans.Ended("bad").StatusDescription).ShouldBe((ActivityStatusCode.Error, "disk full"));
        spans.Ended("stopped").Status.ShouldBe(ActivityStatusCode.Unset);
    }

    [Theory, OnEveryRuntime]
    public void A_listener_that_throws_does_the_task_no_harm(RuntimeCase on)
    {
        using var spans = new Recorder { Throws = true };
        on.Run(async runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            (await Task.Spawn(async () => { await Task.YieldNow(); return 42; }, "traced")).ShouldBe(42);

            unhandled.All.ShouldContain(each => each.Exception.Message == "a bad listener");
        });
    }

    private sealed class Recorder : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly ConcurrentQueue<Activity> _ended = new();

        public Recorder()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "AsyncStd",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = span =>
                {
                    _ended.Enqueue(span);
                    if (Throws)
                    {
                        throw new InvalidOperationException("a bad listener");
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public bool Throws { get; init; }

        public int Count => _ended.Count;

        public Activity Ended(string name) => _ended.Single(span => span.OperationName == name);

        public void Dispose() => _listener.Dispose();
    }
}
