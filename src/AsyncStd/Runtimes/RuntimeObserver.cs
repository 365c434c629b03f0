namespace AsyncStd.Runtimes;

using AsyncStd.Task;

/// <summary>Is told what happens to the tasks of a runtime: for metrics, traces and tools. Costs nothing where none is registered.</summary>
/// <remarks>Called on the thread where it happens, so it must be quick and thread-safe. What it throws goes to
/// <see cref="Runtime.UnhandledException"/>; the task goes on.</remarks>
public abstract class RuntimeObserver
{
    /// <summary>A task was spawned and is about to be queued.</summary>
    /// <param name="task">The task.</param>
    public virtual void OnTaskStarted(JoinHandle task)
    {
    }

    /// <summary>A slice begins: a work item is about to run on this thread.</summary>
    /// <param name="item">A task, a continuation or a callback.</param>
    public virtual void OnSliceStarted(WorkItem item)
    {
    }

    /// <summary>The slice of this thread is over.</summary>
    public virtual void OnSliceEnded()
    {
    }

    /// <summary>A slice was found blocking a thread that others need; once for each spawn site. See <see cref="Runtime.BlockingDetected"/>.</summary>
    /// <param name="blocking">Who, and for how long.</param>
    public virtual void OnBlockingDetected(BlockingDetectedEventArgs blocking)
    {
    }

    /// <summary>A task has ended; its <see cref="JoinHandle.Status"/> says how.</summary>
    /// <param name="task">The task.</param>
    public virtual void OnTaskEnded(JoinHandle task)
    {
    }
}
