namespace AsyncStd.Sync;

using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

// Taking the lock in its three forms.
public sealed partial class RwLock<T>
{
    /// <summary>Takes the lock to read, beside other readers.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The guard; dispose it to release the lock. The task must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop, before the lock was there.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has left the queue and holds nothing; who waited only for it goes on.</remarks>
    public ValueTask<ReadGuard> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested || !Slice.TryConsume())
        {
            if (Refused.Early(this, cancellationToken) is { } refusal)
            {
                return ValueTask.FromException<ReadGuard>(refusal);
            }

            if (WouldEnter(ReadKind))
            {
                return GiveWay(ReadWaiter.Rent(this), ReadKind).Start(cancellationToken);
            }
        }

        return ReadNow(cancellationToken);
    }

    /// <summary>Takes the lock to read now and perhaps to write later: beside plain readers, but only one at a time.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public ValueTask<UpgradableReadGuard> UpgradableReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested || !Slice.TryConsume())
        {
            if (Refused.Early(this, cancellationToken) is { } refusal)
            {
                return ValueTask.FromException<UpgradableReadGuard>(refusal);
            }

            if (WouldEnter(UpgradableKind))
            {
                return GiveWay(UpgradableWaiter.Rent(this), UpgradableKind).Start(cancellationToken);
            }
        }

        return UpgradableReadNow(cancellationToken);
    }

    /// <summary>Takes the lock to write, alone.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public ValueTask<WriteGuard> WriteAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested || !Slice.TryConsume())
        {
            if (Refused.Early(this, cancellationToken) is { } refusal)
            {
                return ValueTask.FromException<WriteGuard>(refusal);
            }

            if (WouldEnter(WriteKind))
            {
                return GiveWay(WriteWaiter.Rent(this), WriteKind).Start(cancellationToken);
            }
        }

        return WriteNow(cancellationToken);
    }

    /// <summary>Takes the lock to read, blocking the calling thread: for threads outside every runtime.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The guard; dispose it to release the lock.</returns>
    /// <exception cref="InvalidOperationException">The calling thread runs a task.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the lock was there.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has left the queue and holds nothing.</remarks>
    public ReadGuard ReadBlocking(CancellationToken cancellationToken = default)
    {
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        return EnterOrQueue(ReadWaiter.Rent(this), ReadKind).WaitBlocking(cancellationToken);
    }

    /// <summary>Takes the lock to read now and perhaps to write later, blocking the calling thread: for threads outside every runtime.</summary>
    /// <inheritdoc cref="ReadBlocking"/>
    public UpgradableReadGuard UpgradableReadBlocking(CancellationToken cancellationToken = default)
    {
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        return EnterOrQueue(UpgradableWaiter.Rent(this), UpgradableKind).WaitBlocking(cancellationToken);
    }

    /// <summary>Takes the lock to write, blocking the calling thread: for threads outside every runtime.</summary>
    /// <inheritdoc cref="ReadBlocking"/>
    public WriteGuard WriteBlocking(CancellationToken cancellationToken = default)
    {
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        return EnterOrQueue(WriteWaiter.Rent(this), WriteKind).WaitBlocking(cancellationToken);
    }

    /// <summary>Takes the lock to read if that needs no wait.</summary>
    /// <param name="guard">The guard; one that holds nothing if the lock was not free for it, which need not be disposed but may be.</param>
    /// <returns>Whether the lock was taken.</returns>
    public bool TryRead(out ReadGuard guard)
    {
        bool isTaken = TryEnter(ReadKind, out long ticket);
        guard = isTaken ? new ReadGuard(this, ticket) : default;
        return isTaken;
    }

    /// <summary>Takes the lock to read now and perhaps to write later, if that needs no wait.</summary>
    /// <inheritdoc cref="TryRead"/>
    public bool TryUpgradableRead(out UpgradableReadGuard guard)
    {
        bool isTaken = TryEnter(UpgradableKind, out long ticket);
        guard = isTaken ? new UpgradableReadGuard(this, ticket) : default;
        return isTaken;
    }

    /// <summary>Takes the lock to write if that needs no wait.</summary>
    /// <inheritdoc cref="TryRead"/>
    public bool TryWrite(out WriteGuard guard)
    {
        bool isTaken = TryEnter(WriteKind, out long ticket);
        guard = isTaken ? new WriteGuard(this, ticket) : default;
        return isTaken;
    }

    private ValueTask<ReadGuard> ReadNow(CancellationToken cancellationToken)
        => TryRead(out ReadGuard guard) ? new ValueTask<ReadGuard>(guard) : EnterOrQueue(ReadWaiter.Rent(this), ReadKind).Start(cancellationToken);

    private ValueTask<UpgradableReadGuard> UpgradableReadNow(CancellationToken cancellationToken)
        => TryUpgradableRead(out UpgradableReadGuard guard) ? new ValueTask<UpgradableReadGuard>(guard) : EnterOrQueue(UpgradableWaiter.Rent(this), UpgradableKind).Start(cancellationToken);

    private ValueTask<WriteGuard> WriteNow(CancellationToken cancellationToken)
        => TryWrite(out WriteGuard guard) ? new ValueTask<WriteGuard>(guard) : EnterOrQueue(WriteWaiter.Rent(this), WriteKind).Start(cancellationToken);

    WaitOutcome ILockHost.TakeOrQueue(QueuedWaiter waiter) => EnterOrQueue(waiter) ? WaitOutcome.Granted : WaitOutcome.None;

    /// <summary>No budget is left, and the lock is free for the waiter.</summary>
    private static TWaiter GiveWay<TWaiter>(TWaiter waiter, byte kind)
        where TWaiter : QueuedWaiter
    {
        waiter.Kind = kind;
        waiter.GiveWay();
        return waiter;
    }

    private bool WouldEnter(byte kind)
    {
        _gate.Enter();
        bool wouldEnter = MayEnter(kind);
        _gate.Exit();
        return wouldEnter;
    }

    private bool TryEnter(byte kind, out long ticket)
    {
        _gate.Enter();
        bool isTaken = MayEnter(kind);
        ticket = isTaken ? Enter(kind) : 0;
        _gate.Exit();
        return isTaken;
    }

    /// <summary>Enters for a waiter, or has it queue up. It is to be started afterwards.</summary>
    private TWaiter EnterOrQueue<TWaiter>(TWaiter waiter, byte kind)
        where TWaiter : QueuedWaiter
    {
        waiter.Kind = kind;
        _gate.Enter();
        bool isTaken = EnterOrQueue(waiter);
        _gate.Exit();
        if (isTaken)
        {
            waiter.End(WaitOutcome.Granted);
        }

        return waiter;
    }

    /// <summary>The gate is closed.</summary>
    private bool EnterOrQueue(QueuedWaiter waiter)
    {
        bool isTaken = MayEnter(waiter.Kind);
        if (isTaken)
        {
            waiter.Ticket = Enter(waiter.Kind);
        }
        else
        {
            QueueOf(waiter.Kind).Enqueue(waiter);
            _writersWaiting += Writes(waiter.Kind) ? 1 : 0;
        }

        return isTaken;
    }

    /// <summary>Begins to wait for the end of the other readers, before everybody else who waits; or is let through at once.</summary>
    private WriteWaiter BeginUpgrade(long ticket)
    {
        WriteWaiter waiter = WriteWaiter.Rent(this);
        waiter.Kind = UpgradeKind;
        _gate.Enter();
        bool isHeld = _holders.IsOut(ticket);
        bool isUpgrading = _queue.Head is { Kind: UpgradeKind };
        WaitOutcome outcome = WaitOutcome.Refused;
        if (isHeld && !isUpgrading)
        {
            if (Fits(UpgradeKind))
            {
                waiter.Ticket = Enter(UpgradeKind);
                outcome = WaitOutcome.Granted;
            }
            else
            {
                _queue.EnqueueFirst(waiter);
                _writersWaiting++;
                outcome = WaitOutcome.None;
            }
        }

        _gate.Exit();
        waiter.EndUnlessQueued(outcome);
        return waiter;
    }

    private bool TryUpgrade(long ticket, out long writer)
    {
        _gate.Enter();
        bool isHeld = _holders.IsOut(ticket);
        bool isTaken = isHeld && _queue.Head is not { Kind: UpgradeKind } && Fits(UpgradeKind);
        writer = isTaken ? Enter(UpgradeKind) : 0;
        _gate.Exit();
        return isHeld ? isTaken : throw Disposed();
    }

    private sealed class ReadWaiter : QueuedWaiter<ReadWaiter, ReadGuard>
    {
        protected override ReadGuard TakeResult() => new((RwLock<T>)Host, Ticket);
    }

    private sealed class UpgradableWaiter : QueuedWaiter<UpgradableWaiter, UpgradableReadGuard>
    {
        protected override UpgradableReadGuard TakeResult() => new((RwLock<T>)Host, Ticket);
    }

    private sealed class WriteWaiter : QueuedWaiter<WriteWaiter, WriteGuard>
    {
        protected override WriteGuard TakeResult() => new((RwLock<T>)Host, Ticket);

        /// <summary>Only upgrades are refused.</summary>
        protected override Exception Refusal()
            => new ObjectDisposedException("guard", "This guard cannot be upgraded: it was disposed, upgraded or downgraded, or is being upgraded already.");
    }
}
