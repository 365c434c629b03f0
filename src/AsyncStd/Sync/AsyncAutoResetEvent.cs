namespace AsyncStd.Sync;

using System.Diagnostics;
using AsyncStd.Sync.Waiting;

/// <summary>A turnstile that is awaited: each <see cref="Set"/> lets one pass. The <see cref="AutoResetEvent"/> of tasks.</summary>
/// <remarks>First come, first served.</remarks>
/// <example><code>
/// var turn = new AsyncAutoResetEvent(initialState: true);
/// await turn.WaitAsync();
/// turn.Set();
/// await turn.WaitAsync();
/// </code></example>
[DebuggerDisplay("IsSet = {IsSet}")]
public sealed class AsyncAutoResetEvent : IWaiterHost
{
    private Signal _signal;

    /// <summary>Creates an event.</summary>
    /// <param name="initialState">Whether it is set from the beginning.</param>
    public AsyncAutoResetEvent(bool initialState = false) => _signal = new Signal(initialState);

    /// <summary>Whether the next one to come passes.</summary>
    public bool IsSet => _signal.IsUp;

    string IWaiterHost.WaitName => "auto-reset event";

    /// <summary>Waits until the event is set for this waiter, and resets it.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has used up no <see cref="Set"/>.</remarks>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default) => _signal.WaitAsync(this, takesDown: true, cancellationToken);

    /// <summary>The same, blocking the calling thread: for threads outside every runtime.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <exception cref="InvalidOperationException">The calling thread runs a task.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has used up no <see cref="Set"/>.</remarks>
    public void WaitBlocking(CancellationToken cancellationToken = default) => _signal.WaitBlocking(this, takesDown: true, cancellationToken);

    /// <summary>Lets one pass: who has waited longest, or the next to come. Setting an event that is set changes nothing.</summary>
    public void Set() => _signal.RaiseForOne();

    /// <summary>Resets the event: who comes from now on waits.</summary>
    public void Reset() => _signal.TakeDown();

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken) => _signal.Cancel(waiter, cancellationToken);
}
