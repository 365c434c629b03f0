namespace AsyncStd.Sync;

using System.Diagnostics;
using AsyncStd.Sync.Waiting;

/// <summary>Tells tasks that something has happened, without saying what: a single stored notification, or one to everybody who waits.</summary>
/// <remarks>First come, first served. A notification that comes before its receiver is kept, but only one of them: use it for "look again", and a channel for values.</remarks>
/// <example><code>
/// var changed = new Notify();
/// JoinHandle watcher = Task.Spawn(async () => await changed.WaitAsync());
/// changed.NotifyOne();
/// await watcher;
/// </code></example>
[DebuggerDisplay("Notify")]
public sealed class Notify : IWaiterHost
{
    private Signal _signal;

    /// <summary>Creates one without a stored notification.</summary>
    public Notify() => _signal = new Signal(isUp: false);

    string IWaiterHost.WaitName => "notify";

    /// <summary>Waits for a notification, or takes the stored one. The call itself takes the place in the queue, before the await.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has taken no notification; a notification that came before the cancellation is received all the same.</remarks>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default) => _signal.WaitAsync(this, takesDown: true, cancellationToken);

    /// <summary>The same, blocking the calling thread: for threads outside every runtime.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <exception cref="InvalidOperationException">The calling thread runs a task.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has taken no notification.</remarks>
    public void WaitBlocking(CancellationToken cancellationToken = default) => _signal.WaitBlocking(this, takesDown: true, cancellationToken);

    /// <summary>Notifies who has waited longest. If nobody waits, the next one to wait does not have to; however often this is called, only one notification is kept.</summary>
    public void NotifyOne() => _signal.RaiseForOne();

    /// <summary>Notifies everybody who waits now. Nothing is kept for those who come later.</summary>
    public void NotifyAll() => _signal.RaiseForAll(stays: false);

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken) => _signal.Cancel(waiter, cancellationToken);
}
