namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Ends a BCL task when one of ours ends. Its continuations run as the BCL runs them, never on the stack of our task's last slice.</summary>
internal sealed class JoinTaskSource<T>(JoinHandle<T> handle) : IWaiter
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _source.Task;

    /// <inheritdoc/>
    public void Wake(ScheduleReason reason)
    {
        if (handle.Failure is not { SourceException: var exception })
        {
            _source.SetResult(handle.GetResult());
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
