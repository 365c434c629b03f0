namespace AsyncStdTests.Runtimes.Diagnosis;

using System.Diagnostics;
using System.Diagnostics.Tracing;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdTests.Tasks;

/// <summary>What being listened to costs a task, and that it costs nothing while nobody listens.</summary>
[Collection(ListenersCollection.Name)]
public sealed class ListenerAllocationTests
{
    private const int Operations = 1_000;
    private const int Measurements = 51;

    /// <summary>The task, and the two objects of an execution context that says whose code runs.</summary>
    private readonly long _plain
        = AllocatedBytes.OfOne(AllocationTests.OnRuntime(static runtime => runtime.BlockOn(static async () => Spawn(null).GetType()))) + AllocatedBytes.OfContextWithOneSlot();

    /// <summary>The same with what few tasks have; a name is such a thing.</summary>
    private readonly long _named;

    public ListenerAllocationTests() => _named = _plain + AllocatedBytes.OfOne(typeof(TaskExtras));

    [OptimizedFact]
    public void While_nobody_listens_a_task_allocates_three_objects_and_a_name_one_more()
    {
        AllocatedBySpawning(null, _plain).ShouldBe(_plain);
        AllocatedBySpawning("named", _named).ShouldBe(_named);
    }

    [OptimizedFact]
    public void Listeners_of_others_are_nobody()
    {
        using var events = new Hearer("Somebody.Else");
        using var spans = Trace("Somebody.Else");

        AllocatedBySpawning("named", _named).ShouldBe(_named);
    }

    [OptimizedFact]
    public void A_listener_of_events_is_paid_for_while_it_listens()
    {
        AllocatedBySpawning(null, _plain).ShouldBe(_plain);
        using (var events = new Hearer("AsyncStd"))
        {
            AllocatedBySpawning(null).ShouldBeGreaterThan(_plain);
            events.Heard.ShouldBeGreaterThanOrEqualTo(2 * Operations);
        }

        AllocatedBySpawning(null, _plain).ShouldBe(_plain);
    }

    [OptimizedFact]
    public void A_listener_of_spans_is_paid_for_by_named_tasks_while_it_listens()
    {
        AllocatedBySpawning("named", _named).ShouldBe(_named);
        using (Trace("AsyncStd"))
        {
            AllocatedBySpawning("named").ShouldBeGreaterThanOrEqualTo(_named + AllocatedBytes.OfOne(typeof(Activity)));
            AllocatedBySpawning(null, _plain).ShouldBe(_plain);
        }

        AllocatedBySpawning("named", _named).ShouldBe(_named);
    }

    private static JoinHandle Spawn(string? name) => Task.Spawn(static async () => await Task.YieldNow(), name);

    /// <summary>Bytes for each task that is spawned and joined, once that is no more than expected.</summary>
    private static long AllocatedBySpawning(string? name, long expected)
        => AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm(Operations * expected, () => Measure(runtime, name))) / Operations;

    /// <summary>The same where nothing is known but that it is more: the one in the middle of several measurements.</summary>
    private static long AllocatedBySpawning(string? name)
        => AllocationTests.OnRuntime(runtime => Enumerable.Range(0, Measurements).Select(_ => Measure(runtime, name)).Order().ElementAt(Measurements / 2)) / Operations;

    private static long Measure(Runtime runtime, string? name) => runtime.BlockOn(async () =>
    {
        long before = AllocatedBytes.SoFar;
        for (int i = 0; i < Operations; i++)
        {
            await Spawn(name);
        }

        return AllocatedBytes.SoFar - before;
    });

    private static ActivityListener Trace(string source)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = each => each.Name == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class Hearer : EventListener
    {
        private readonly string _source;
        private int _heard;

        public Hearer(string source)
        {
            _source = source;
            foreach (EventSource each in EventSource.GetSources().Where(each => each.Name == source))
            {
                EnableEvents(each, EventLevel.Informational);
            }
        }

        public int Heard => Volatile.Read(ref _heard);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (_source is not null && eventSource.Name == _source)
            {
                EnableEvents(eventSource, EventLevel.Informational); // made only now
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventSource.Name == _source)
            {
                Interlocked.Increment(ref _heard);
            }
        }
    }
}
