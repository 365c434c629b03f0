namespace AsyncStdConformance.Seeded;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Keeps the tasks that have not ended, to name them when nothing can go on.</summary>
internal sealed class LiveTasks : RuntimeObserver
{
    private readonly HashSet<JoinHandle> _tasks = [];

    public override void OnTaskStarted(JoinHandle task)
    {
        lock (_tasks)
        {
            _tasks.Add(task);
        }
    }

    public override void OnTaskEnded(JoinHandle task)
    {
        lock (_tasks)
        {
            _tasks.Remove(task);
        }
    }

    public override string ToString()
    {
        lock (_tasks)
        {
            return string.Join(", ", _tasks.Select(task => $"'{task.Description}'").Order(StringComparer.Ordinal));
        }
    }
}
