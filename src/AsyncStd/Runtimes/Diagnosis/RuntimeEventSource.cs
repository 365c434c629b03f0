namespace AsyncStd.Runtimes;

using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;
using AsyncStd.Task;

/// <summary>The event source <c>AsyncStd</c>: a line for each task that starts, ends or fails, and for each thread that blocks for one. For <c>dotnet-trace</c>, <c>dotnet-monitor</c>,
/// <see cref="EventListener"/> and the operating system's own tools.</summary>
/// <remarks>While nobody listens, a spawn costs one look at a flag, and nothing is allocated.</remarks>
[EventSource(Name = "AsyncStd")]
internal sealed class RuntimeEventSource : EventSource
{
    public static readonly RuntimeEventSource Log = new();

    private RuntimeEventSource()
    {
    }


    [NonEvent]
    public static void Started(JoinHandle task, bool mayBlock)
    {
        if (Log.IsEnabled(EventLevel.Informational, Keywords.Tasks))
        {
            Log.TaskStarted(task.EventId, task.Owner!.Name, task.Name ?? task.BodyName, task.SpawnSite ?? "", task.Parent?.EventId ?? 0, mayBlock);
        }
    }

    [NonEvent]
    public static void Ended(JoinHandle task)
    {
        if (task.IsFaulted)
        {
            if (Log.IsEnabled(EventLevel.Warning, Keywords.Tasks))
            {
                Exception exception = task.FailureUnobserved!;
                Log.TaskFailed(task.EventId, task.Name ?? task.BodyName, exception.GetType().FullName ?? "", exception.Message);
            }
        }
        else if (Log.IsEnabled(EventLevel.Informational, Keywords.Tasks))
        {
            Log.TaskEnded(task.EventId, task.IsCanceled);
        }
    }

    /// <summary>A task was spawned.</summary>
    [Event(1, Level = EventLevel.Informational, Keywords = Keywords.Tasks, Message = "Task {0} '{2}' of runtime '{1}' was spawned at {3} by task {4}.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Strings, numbers and booleans only.")]
    public void TaskStarted(long id, string runtime, string name, string spawnSite, long parent, bool mayBlock)
        => WriteEvent(1, id, runtime, name, spawnSite, parent, mayBlock);

    /// <summary>A task has ended without a failure.</summary>
    [Event(2, Level = EventLevel.Informational, Keywords = Keywords.Tasks, Message = "Task {0} has ended; cancelled: {1}.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Numbers and booleans only.")]
    public void TaskEnded(long id, bool cancelled) => WriteEvent(2, id, cancelled);

    /// <summary>A task has ended with an exception.</summary>
    [Event(3, Level = EventLevel.Warning, Keywords = Keywords.Tasks, Message = "Task {0} '{1}' has failed: {2}: {3}")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Strings and numbers only.")]
    public void TaskFailed(long id, string name, string exception, string message) => WriteEvent(3, id, name, exception, message);

    /// <summary>A thread waits for a task: a <c>BlockOn</c>.</summary>
    [Event(4, Level = EventLevel.Informational, Keywords = Keywords.Blocking, Message = "A thread waits for task {0}.")]
    public void BlockOnStarted(long id)
    {
        if (IsEnabled(EventLevel.Informational, Keywords.Blocking))
        {
            WriteEvent(4, id);
        }
    }

    /// <summary>It waits no longer.</summary>
    [Event(5, Level = EventLevel.Informational, Keywords = Keywords.Blocking, Message = "A thread no longer waits for task {0}.")]
    public void BlockOnEnded(long id)
    {
        if (IsEnabled(EventLevel.Informational, Keywords.Blocking))
        {
            WriteEvent(5, id);
        }
    }

    /// <summary>A task blocked a thread that others need, without having said so.</summary>
    [Event(6, Level = EventLevel.Warning, Keywords = Keywords.Blocking, Message = "Task '{1}' of runtime '{0}', spawned at {2}, blocks a thread that others need.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Strings only.")]
    public void BlockingDetected(string runtime, string task, string spawnSite)
    {
        if (IsEnabled(EventLevel.Warning, Keywords.Blocking))
        {
            WriteEvent(6, runtime, task, spawnSite);
        }
    }

    /// <summary>What a listener may choose from.</summary>
    public static class Keywords
    {
        /// <summary>Tasks that start and end.</summary>
        public const EventKeywords Tasks = (EventKeywords)1;

        /// <summary>Threads that block.</summary>
        public const EventKeywords Blocking = (EventKeywords)2;
    }
}
