namespace AsyncStd.Task;

using System.Runtime.ExceptionServices;

/// <summary>How a task failed. Exists only for tasks that did; reports itself if the garbage collector finds that nobody ever looked.</summary>
internal sealed class TaskFailure
{
    private readonly JoinHandle _task;
    private readonly ExceptionDispatchInfo _exception;
    private int _observed;

    public TaskFailure(JoinHandle task, Exception exception)
    {
        _task = task;
        _exception = ExceptionDispatchInfo.Capture(exception);
        IsCancellation = exception is OperationCanceledException;
        if (IsCancellation)
        {
            // A task that was cancelled has done what it was told: nothing to report.
            _observed = 1;
            GC.SuppressFinalize(this);
        }
    }

    ~TaskFailure() => ReportIfUnobserved();

    public bool IsCancellation { get; }

    /// <summary>The exception, for diagnosis: that does not count as seeing it.</summary>
    public Exception Unobserved => _exception.SourceException;

    /// <summary>The exception, which from now on counts as seen.</summary>
    public ExceptionDispatchInfo Observe()
    {
        if (Interlocked.Exchange(ref _observed, 1) == 0)
        {
            GC.SuppressFinalize(this);
        }

        return _exception;
    }

    /// <summary>Hands the exception to the runtime's hook, once, unless somebody has seen it.</summary>
    public void ReportIfUnobserved()
    {
        if (Interlocked.Exchange(ref _observed, 1) == 0)
        {
            GC.SuppressFinalize(this);
            _task.Owner!.ReportUnhandled(_exception.SourceException, _task);
        }
    }
}
