namespace AsyncStd.Sync.Waiting;

using AsyncStd.Runtimes;

/// <summary>A primitive that is held: who has no budget left gives way before it takes a free one, see <see cref="QueuedWaiter.GiveWay"/>.</summary>
internal interface ILockHost : IWaiterHost
{
    /// <summary>The gate that everything about its waiters is decided under.</summary>
    ref SpinGate Gate { get; }

    /// <summary>The gate is closed: gives a waiter what it wants, or has it queue up.</summary>
    /// <param name="waiter">The wait. It is neither queued nor over.</param>
    /// <returns>How the wait has ended; none if the waiter was queued.</returns>
    WaitOutcome TakeOrQueue(QueuedWaiter waiter);
}
