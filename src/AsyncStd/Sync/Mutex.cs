namespace AsyncStd.Sync;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>A lock that is awaited, is not reentrant, and holds the value that it protects: the value is reachable only through the guard.</summary>
/// <remarks>
/// <para>First come, first served: whoever releases the lock hands it to the one who has waited longest. A task that locks it again while it holds it waits for itself, for ever.</para>
/// <para>Works the same inside and outside a runtime, and between the two. The guard may be kept across awaits and may be disposed on any thread. One that is never disposed
/// leaves the lock taken for good: nothing releases it behind one's back.</para>
/// <para>The BCL's <see cref="System.Threading.Mutex"/> blocks its thread; the two differ by the type argument.</para>
/// </remarks>
/// <example><code>
/// var balance = new Mutex&lt;decimal>(100);
/// using (var guard = await balance.LockAsync())
/// {
///     guard.Value -= 30;
///     await Task.Sleep(TimeSpan.FromMilliseconds(1)); // still locked
/// }
/// </code></example>
/// <typeparam name="T">The type of the protected value.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Mutex<T> : ILockHost
{
    /// <summary>Open: the rest may be read and written.</summary>
    private SpinGate _gate;
    private WaiterQueue _queue;

    /// <summary>The ticket of the guard that holds the lock; 0 while it is free. While it is free nobody waits.</summary>
    private long _holder;

    /// <summary>The last ticket that was given out. None is given out twice, so that a guard which has been disposed fits no later hold.</summary>
    private long _lastTicket;
    private T _value;

    /// <summary>Creates a free lock around a value.</summary>
    /// <param name="value">The value to protect. Keep no other reference to it.</param>
    public Mutex(T value) => _value = value;

    /// <summary>Whether somebody holds the lock at this moment.</summary>
    public bool IsLocked => Volatile.Read(ref _holder) != 0;

    string IWaiterHost.WaitName => "mutex";

    ref SpinGate ILockHost.Gate => ref _gate;

    /// <summary>Takes the lock, waiting as long as somebody else has it.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The guard; dispose it to release the lock. The task must be awaited, once: a lock that is handed to a task nobody awaits stays taken.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop, before the lock was there.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has left the queue and holds nothing. A free lock is taken at once, whether or not the task was asked to stop; it
    /// stops at the next wait, at the latest when its budget is used up.</remarks>
    /// <example><code>
    /// var hits = new Mutex&lt;int>(0);
    /// using var guard = await hits.LockAsync();
    /// guard.Value++;
    /// </code></example>
    public ValueTask<Guard> LockAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested || !Slice.TryConsume())
        {
            return LockAfterGivingWay(cancellationToken);
        }

        return LockNow(cancellationToken);
    }

    /// <summary>Takes the lock, blocking the calling thread as long as somebody else has it: for threads outside every runtime.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The guard; dispose it to release the lock.</returns>
    /// <exception cref="InvalidOperationException">The calling thread runs a task: blocking it could keep the holder from ever releasing the lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the lock was there.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has left the queue and holds nothing.</remarks>
    public Guard LockBlocking(CancellationToken cancellationToken = default)
    {
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        if (TryLock(out Guard guard))
        {
            return guard;
        }

        Waiter waiter = Waiter.Rent(this);
        bool isFree = EnterQueueOrTake(waiter);
        if (isFree)
        {
            waiter.End(WaitOutcome.Granted);
        }

        return waiter.WaitBlocking(cancellationToken);
    }

    /// <summary>Takes the lock if it is free. Never waits.</summary>
    /// <param name="guard">The guard; one that holds nothing if the lock was not free, which need not be disposed but may be.</param>
    /// <returns>Whether the lock was free.</returns>
    /// <example><code>
    /// var hits = new Mutex&lt;int>(0);
    /// if (hits.TryLock(out var guard))
    /// {
    ///     using (guard)
    ///     {
    ///         guard.Value++;
    ///     }
    /// }
    /// </code></example>
    public bool TryLock(out Guard guard)
    {
        _gate.Enter();
        bool isFree = _holder == 0;
        guard = isFree ? new Guard(this, _holder = ++_lastTicket) : default;
        _gate.Exit();
        return isFree;
    }

    /// <summary>Says whether the lock is held, and how many wait for it. Never shows the value.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString()
    {
        _gate.Enter();
        (bool isLocked, int waiting) = (_holder != 0, _queue.Count);
        _gate.Exit();
        return $"Mutex<{typeof(T).Name}>, {(isLocked ? "locked" : "free")}, {waiting} waiting";
    }

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
        => WaiterQueue.Cancel(ref _gate, ref _queue, waiter, cancellationToken); // those behind it wait for the holder, not for it

    WaitOutcome ILockHost.TakeOrQueue(QueuedWaiter waiter) => TakeOrQueue((Waiter)waiter) ? WaitOutcome.Granted : WaitOutcome.None;

    /// <summary>Releases the lock, if the guard holds it.</summary>
    /// <returns>False if the guard did not hold it any longer.</returns>
    internal bool Release(long ticket)
    {
        _gate.Enter();
        if (_holder != ticket)
        {
            _gate.Exit();
            return false;
        }

        if (_queue.IsEmpty)
        {
            _holder = 0;
            _gate.Exit();
            return true;
        }

        HandOver();
        return true;
    }

    /// <summary>Takes the lock again under a ticket that has held it before: for <see cref="Condvar"/>, which gives a guard back its lock.</summary>
    internal ValueTask<Guard> LockAgainAsync(long ticket, CancellationToken cancellationToken)
    {
        Waiter waiter = Waiter.Rent(this);
        waiter.Ticket = ticket;
        if (EnterQueueOrTake(waiter))
        {
            waiter.End(WaitOutcome.Granted);
        }

        return waiter.Start(cancellationToken);
    }

    /// <summary>Whether the guard with this ticket holds the lock.</summary>
    internal bool IsHeldBy(long ticket) => Volatile.Read(ref _holder) == ticket;

    /// <summary>No budget was left, or the token is cancelled. A free lock is taken after giving way, not before: everybody who came meanwhile would have to wait for one who does not run.</summary>
    private ValueTask<Guard> LockAfterGivingWay(CancellationToken cancellationToken)
    {
        if (Refused.Early(this, cancellationToken) is { } refusal)
        {
            return ValueTask.FromException<Guard>(refusal);
        }

        if (IsLocked)
        {
            return LockNow(cancellationToken);
        }

        Waiter waiter = Waiter.Rent(this);
        waiter.GiveWay();
        return waiter.Start(cancellationToken);
    }

    /// <summary>Takes the lock if it is free, and waits for it otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ValueTask<Guard> LockNow(CancellationToken cancellationToken)
    {
        _gate.Enter();
        if (_holder == 0)
        {
            long ticket = ++_lastTicket;
            _holder = ticket;
            _gate.Exit();
            return new ValueTask<Guard>(new Guard(this, ticket));
        }

        return Enqueue(cancellationToken);
    }

    /// <summary>The gate is closed and the lock is held: waits for it.</summary>
    private ValueTask<Guard> Enqueue(CancellationToken cancellationToken)
    {
        Waiter waiter = Waiter.Rent(this);
        _queue.Enqueue(waiter);
        _gate.Exit();
        return waiter.Start(cancellationToken);
    }

    /// <summary>Takes the lock for a waiter, or has it queue up; true if it need not wait.</summary>
    private bool EnterQueueOrTake(Waiter waiter)
    {
        _gate.Enter();
        bool isFree = TakeOrQueue(waiter);
        _gate.Exit();
        return isFree;
    }

    /// <summary>The gate is closed.</summary>
    private bool TakeOrQueue(Waiter waiter)
    {
        bool isFree = _holder == 0;
        if (isFree)
        {
            GiveTo(waiter);
        }
        else
        {
            _queue.Enqueue(waiter);
        }

        return isFree;
    }

    /// <summary>The gate is closed, and somebody waits: the lock stays held, by another.</summary>
    private void HandOver()
    {
        var next = (Waiter)_queue.Dequeue()!;
        GiveTo(next);
        _gate.Exit();
        next.End(WaitOutcome.Granted);
    }

    /// <summary>The gate is closed.</summary>
    private void GiveTo(Waiter waiter)
    {
        if (waiter.Ticket == 0)
        {
            waiter.Ticket = ++_lastTicket;
        }

        _holder = waiter.Ticket;
    }

    private ref T ValueOf(long ticket)
    {
        if (Volatile.Read(ref _holder) != ticket)
        {
            throw new ObjectDisposedException(nameof(Guard), "This guard does not hold its mutex: it was disposed, or a wait on a condition variable that had released the lock was cancelled.");
        }

        return ref _value;
    }

    /// <summary>Its ticket is the one to hold the lock with; 0 stands for a new one.</summary>
    private sealed class Waiter : QueuedWaiter<Waiter, Guard>
    {
        protected override Guard TakeResult() => new((Mutex<T>)Host, Ticket);
    }
}
