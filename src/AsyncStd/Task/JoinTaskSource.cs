namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Ends a BCL task when one of ours ends. Its continuations never run on the stack of our task's last slice.</summary>
/// <remarks>Normally they run as the BCL runs them, by way of the thread pool. For code of a runtime where each leaf is a scheduling point the end
/// is a slice of its own instead: a simulation must not lose sight of it.</remarks>
internal sealed class JoinTaskSource<T> : WorkItem
{
    private readonly JoinHandle<T> _handle;
    private readonly TaskCompletionSource<T> _source;

    public JoinTaskSource(JoinHandle<T> handle)
        : base(Ambient.Runtime is { IsClosedWorld: true } closed ? closed : null)
    {
        _handle = handle;
        _source = new TaskCompletionSource<T>(Owner is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
    }

    public Task<T> Task => _source.Task;

    internal override void Wake(ScheduleReason reason)
    {
        if (Owner is null)
        {
            Finish();
        }
        else
        {
            Owner.Schedule(this, reason);
        }
    }

    protected override void Invoke() => Finish();

    /// <summary>Ends the BCL task; ours has ended.</summary>
    public void Finish()
    {
        if (_handle.Failure is not { SourceException: var exception })
        {
            _source.SetResult(_handle.GetResult());
        }
        else if (exception is OperationCanceledException canceled)
        {
            _source.SetCanceled(canceled.CancellationToken);
        }
        else
        {
            _source.SetException(exception);
        }
    }
}
