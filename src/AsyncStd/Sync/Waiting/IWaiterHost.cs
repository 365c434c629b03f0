namespace AsyncStd.Sync.Waiting;

/// <summary>A primitive that has waiters queue up for it.</summary>
internal interface IWaiterHost
{
    /// <summary>What is waited for, in a word or two.</summary>
    string WaitName { get; }

    /// <summary>Somebody wants a wait to end early. Called from any thread, without the gate, any number of times, also when the wait is over.</summary>
    /// <param name="waiter">The wait.</param>
    /// <param name="cancellationToken">The token, or a default one if the awaiting task was asked to stop.</param>
    /// <remarks>
    /// <para>The whole of it, under the gate: <see cref="WaiterQueue.TryCancel"/>. If that is false, the wait has been served, and what it was given stays its own: do nothing. If it is true,
    /// add the waiter to a <see cref="ReleasedWaiters"/> as cancelled; then look at the queue anew, for those behind it may have waited for nothing but it. After the gate
    /// <see cref="ReleasedWaiters.Wake"/>.</para>
    /// </remarks>
    void CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken);
}
