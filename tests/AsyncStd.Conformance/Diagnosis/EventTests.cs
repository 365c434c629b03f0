namespace AsyncStdConformance.Diagnosis;

using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;
using AsyncStdConformance.Scale;

[Collection(AloneCollection.Name)]
public sealed class EventTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory, OnEveryRuntime]
    public void A_listener_hears_of_tasks_that_start_end_and_fail(RuntimeCase on)
    {
        using var listener = new Recorder();
        on.Run(async runtime =>
        {
            await Task.Spawn(() => { }, $"good of {on.Name}");
            JoinHandle bad = Task.Spawn(() => throw new IOException("disk full"), $"bad of {on.Name}");
            await Should.ThrowAsync<IOException>(async () => await bad);
            await Task.SpawnBlocking(() => { }, $"call of {on.Name}");
        });

        long good = listener.IdOf($"good of {on.Name}");
        long bad = listener.IdOf($"bad of {on.Name}");
        listener.All.ShouldContain(e => e.Name == "TaskStarted" && (string)e.Payload[2] == $"call of {on.Name}" && (bool)e.Payload[5]);
        listener.All.ShouldContain(e => e.Name == "TaskEnded" && (long)e.Payload[0] == good && !(bool)e.Payload[1]);
        listener.All.ShouldContain(e => e.Name == "TaskFailed" && (long)e.Payload[0] == bad && (string)e.Payload[3] == "disk full");
        listener.All.Single(e => e.Name == "TaskStarted" && (long)e.Payload[0] == good).Payload[3].ShouldBeOfType<string>().ShouldContain("EventTests.cs:");
    }

    [Theory, OnEveryRuntime]
    public void A_listener_hears_of_threads_that_wait_for_tasks(RuntimeCase on)
    {
        using var listener = new Recorder();
        on.Run(async runtime => await Task.Spawn(
            async () =>
            {
                while (!listener.All.Any(e => e.Name == "BlockOnStarted"))
                {
                    await Task.Sleep(TimeSpan.FromMilliseconds(1));
                }
            },
            $"within {on.Name}"));

        long parent = (long)listener.All.Single(e => e.Name == "TaskStarted" && (string)e.Payload[2] == $"within {on.Name}").Payload[4];
        parent.ShouldNotBe(0);
        listener.All.ShouldContain(e => e.Name == "BlockOnStarted" && (long)e.Payload[0] == parent);
        listener.All.ShouldContain(e => e.Name == "BlockOnEnded" && (long)e.Payload[0] == parent);
    }

    [Theory, OnEveryRuntime]
    public void A_listener_hears_of_a_task_that_blocks_its_thread_without_having_said_so(RuntimeCase on)
    {
        using var listener = new Recorder();
        using var heard = new ManualResetEventSlim();
        string name = $"blocker of {on.Name}";
        string? of = null;
        listener.Written += (kind, payload) =>
        {
            if (kind == "BlockingDetected" && (string)payload[1] == name)
            {
                heard.Set();
            }
        };

        on.Run(async runtime =>
        {
            of = runtime.Name;
            (await Task.Spawn(() => heard.Wait(s_patience), name)).ShouldBeTrue("the event has not come");
        });

        (string, object[] Payload) blocking = listener.All.Single(e => e.Name == "BlockingDetected" && (string)e.Payload[1] == name);
        blocking.Payload[0].ShouldBe(of);
        blocking.Payload[2].ShouldBeOfType<string>().ShouldContain("EventTests.cs:");
    }

    private sealed class Recorder : EventListener
    {
        private readonly ConcurrentQueue<(string Name, object[] Payload)> _all = new();

        public event Action<string, object[]>? Written;

        public IReadOnlyCollection<(string Name, object[] Payload)> All => _all;

        public long IdOf(string name) => (long)_all.Single(e => e.Name == "TaskStarted" && (string)e.Payload[2] == name).Payload[0];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "AsyncStd")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventSource.Name == "AsyncStd")
            {
                object[] payload = [.. eventData.Payload!.Select(value => value!)];
                _all?.Enqueue((eventData.EventName!, payload));
                Written?.Invoke(eventData.EventName!, payload);
            }
        }
    }
}
