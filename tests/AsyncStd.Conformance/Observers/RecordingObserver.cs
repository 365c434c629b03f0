namespace AsyncStdConformance.Observers;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Counts what it is told, and writes down the tasks.</summary>
internal sealed class RecordingObserver : RuntimeObserver
{
    private readonly Lock _lock = new();
    private readonly List<string> _events = [];
    private int _sliceStarts;
    private int _sliceEnds;

    public int SliceStarts => Volatile.Read(ref _sliceStarts);

    public int SliceEnds => Volatile.Read(ref _sliceEnds);

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public override void OnTaskStarted(JoinHandle task) => Add($"started {task.Name}");

    public override void OnTaskEnded(JoinHandle task) => Add($"ended {task.Name} {task.Status}");

    public override void OnSliceStarted(WorkItem item) => Interlocked.Increment(ref _sliceStarts);

    public override void OnSliceEnded() => Interlocked.Increment(ref _sliceEnds);

    private void Add(string text)
    {
        lock (_lock)
        {
            _events.Add(text);
        }
    }
}
