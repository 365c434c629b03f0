namespace AsyncStd.Sync;

using System.Diagnostics;
using AsyncStd.Sync.Waiting;

/// <summary>A gate that is awaited: while it is set everybody passes, while it is not everybody waits. The <see cref="ManualResetEventSlim"/> of tasks.</summary>
/// <example><code>
/// var started = new AsyncManualResetEvent();
/// JoinHandle waiter = Task.Spawn(async () => await started.WaitAsync());
/// started.Set();
/// await waiter;
/// </code></example>
[DebuggerDisplay("IsSet = {IsSet}")]
public sealed class AsyncManualResetEvent : IWaiterHost
{
    private Signal _signal;

    /// <summary>Creates an event.</summary>
    /// <param name="initialState">Whether it is set from the beginning.</param>
    public AsyncManualResetEvent(bool initialState = false) => _signal = new Signal(initialState);

    /// <summary>Whether the event is set at this moment.</summary>
    public bool IsSet => _signal.IsUp;

    string IWaiterHost.WaitName => "manual-reset event";

    /// <summary>Waits until the event is set.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: changes nothing for others.</remarks>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default) => _signal.WaitAsync(this, takesDown: false, cancellationToken);

    /// <summary>The same, blocking the calling thread: for threads outside every runtime.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <exception cref="InvalidOperationException">The calling thread runs a task.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: changes nothing for others.</remarks>
    public void WaitBlocking(CancellationToken cancellationToken = default) => _signal.WaitBlocking(this, takesDown: false, cancellationToken);

    /// <summary>Sets the event: everybody who waits goes on, also if it is reset at once.</summary>
    public void Set() => _signal.RaiseForAll(stays: true);

    /// <summary>Resets the event: who comes from now on waits.</summary>
    public void Reset() => _signal.TakeDown();

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken) => _signal.Cancel(waiter, cancellationToken);
}
