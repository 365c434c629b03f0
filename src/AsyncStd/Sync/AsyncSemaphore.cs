namespace AsyncStd.Sync;

using System.Diagnostics;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>A number of permits that tasks take, one or several at a time, and give back by disposing what they got.</summary>
/// <remarks>First come, first served: a wait for many permits is not overtaken by later ones for few. The BCL's <see cref="SemaphoreSlim"/> hands out no guards, so
/// that each permit must be given back by hand.</remarks>
/// <example><code>
/// var connections = new AsyncSemaphore(10);
/// using (await connections.AcquireAsync())
/// {
///     await Task.Sleep(TimeSpan.FromMilliseconds(1)); // at most ten at a time are here
/// }
/// </code></example>
[DebuggerDisplay("{CurrentCount} permits")]
public sealed partial class AsyncSemaphore : ILockHost
{
    private SpinGate _gate;
    private WaiterQueue _queue;
    private Holders _holders;
    private int _count;

    /// <summary>How many permits are out. Together with those that are free never more than an int holds.</summary>
    private int _out;
    private bool _isClosed;

    /// <summary>Creates a semaphore.</summary>
    /// <param name="initialCount">How many permits there are, at least 0. <see cref="Release"/> adds more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialCount"/> is negative.</exception>
    public AsyncSemaphore(int initialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        _count = initialCount;
    }

    /// <summary>How many permits are free.</summary>
    public int CurrentCount => Volatile.Read(ref _count);

    /// <summary>Whether <see cref="Close"/> was called.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    string IWaiterHost.WaitName => "semaphore";

    ref SpinGate ILockHost.Gate => ref _gate;

    /// <summary>Takes permits, all at once, waiting until they are there.</summary>
    /// <param name="permitCount">How many, at least 1; more than there have ever been waits until <see cref="Release"/> adds them.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The permits; dispose them to give them back. The task must be awaited, once.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="permitCount"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop, before the permits were there.</exception>
    /// <exception cref="ObjectDisposedException">The semaphore is closed, or was closed meanwhile.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has taken nothing, and who waited behind it for fewer permits goes on if they are there.</remarks>
    public ValueTask<Permit> AcquireAsync(int permitCount = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permitCount, 1);
        if (cancellationToken.IsCancellationRequested || !Slice.TryConsume())
        {
            if (Refused.Early(this, cancellationToken) is { } refusal)
            {
                return ValueTask.FromException<Permit>(refusal);
            }

            if (WouldBeFree(permitCount))
            {
                Waiter waiter = Waiter.Rent(this); // permits are taken after giving way, not before: others can use them meanwhile
                waiter.Amount = permitCount;
                waiter.GiveWay();
                return waiter.Start(cancellationToken);
            }
        }

        return AcquireNow(permitCount, cancellationToken);
    }

    /// <summary>The same, blocking the calling thread: for threads outside every runtime.</summary>
    /// <param name="permitCount">How many, at least 1.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The permits; dispose them to give them back.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="permitCount"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The calling thread runs a task.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before the permits were there.</exception>
    /// <exception cref="ObjectDisposedException">The semaphore is closed, or was closed meanwhile.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait has taken nothing.</remarks>
    public Permit AcquireBlocking(int permitCount = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permitCount, 1);
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        return TryAcquire(permitCount, out Permit permit, out Waiter? waiter) ? permit : waiter!.WaitBlocking(cancellationToken);
    }

    /// <summary>Takes permits if they are there and nobody waits. Never waits.</summary>
    /// <param name="permitCount">How many, at least 1.</param>
    /// <param name="permit">The permits; none if there were not enough.</param>
    /// <returns>Whether there were enough; false if the semaphore is closed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="permitCount"/> is less than 1.</exception>
    public bool TryAcquire(int permitCount, out Permit permit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permitCount, 1);
        _gate.Enter();
        bool isFree = IsFree(permitCount);
        permit = isFree ? Take(permitCount) : default;
        _gate.Exit();
        return isFree;
    }

    /// <summary>Takes one permit if there is one and nobody waits. Never waits.</summary>
    /// <param name="permit">The permit; none if there was none.</param>
    /// <returns>Whether there was one; false if the semaphore is closed.</returns>
    public bool TryAcquire(out Permit permit) => TryAcquire(1, out permit);

    /// <summary>Adds permits: new ones, or those that a <see cref="Permit.Forget"/> took away.</summary>
    /// <param name="permitCount">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="permitCount"/> is less than 1.</exception>
    /// <exception cref="SemaphoreFullException">There would be more than <see cref="int.MaxValue"/>.</exception>
    public void Release(int permitCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permitCount, 1);
        if (!TryGive(permitCount))
        {
            throw new SemaphoreFullException($"Adding {permitCount:N0} permits to those that there are exceeds {int.MaxValue:N0}.");
        }
    }

    /// <summary>Closes the semaphore: who waits, and who comes, gets an <see cref="ObjectDisposedException"/>. Permits that are out stay good.</summary>
    public void Close()
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        _isClosed = true;
        while (_queue.Dequeue() is { } waiter)
        {
            released.AddRefused(waiter);
        }

        _gate.Exit();
        released.Wake();
    }

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        if (_queue.TryCancel(waiter, cancellationToken))
        {
            released.AddCancelled(waiter, cancellationToken);
            Admit(ref released);
        }

        _gate.Exit();
        released.Wake();
    }

    private ValueTask<Permit> AcquireNow(int permitCount, CancellationToken cancellationToken)
        => TryAcquire(permitCount, out Permit permit, out Waiter? waiter) ? new ValueTask<Permit>(permit) : waiter!.Start(cancellationToken);

    /// <summary>Takes permits, or has a waiter queue up for them, which is then to be started.</summary>
    private bool TryAcquire(int permitCount, out Permit permit, out Waiter? waiter)
    {
        waiter = null;
        permit = default;
        _gate.Enter();
        if (IsFree(permitCount))
        {
            permit = Take(permitCount);
            _gate.Exit();
            return true;
        }

        waiter = Waiter.Rent(this);
        waiter.Amount = permitCount;
        WaitOutcome outcome = TakeOrQueue(waiter);
        _gate.Exit();
        waiter.EndUnlessQueued(outcome);
        return false;
    }

    WaitOutcome ILockHost.TakeOrQueue(QueuedWaiter waiter) => TakeOrQueue(waiter);

    /// <summary>The gate is closed.</summary>
    private WaitOutcome TakeOrQueue(QueuedWaiter waiter)
    {
        if (_isClosed)
        {
            return WaitOutcome.Refused;
        }

        if (IsFree(waiter.Amount))
        {
            waiter.Ticket = Take(waiter.Amount).Ticket;
            return WaitOutcome.Granted;
        }

        _queue.Enqueue(waiter);
        return WaitOutcome.None;
    }

    private bool WouldBeFree(int permitCount)
    {
        _gate.Enter();
        bool isFree = IsFree(permitCount);
        _gate.Exit();
        return isFree;
    }

    /// <summary>The gate is closed.</summary>
    private bool IsFree(int permitCount) => _count >= permitCount && _queue.IsEmpty && !_isClosed && !_holders.IsFull;

    /// <summary>The gate is closed, and there are enough.</summary>
    private Permit Take(int permitCount)
    {
        _count -= permitCount;
        _out += permitCount;
        return new Permit(this, permitCount, _holders.Add());
    }

    private bool TryGive(int permitCount)
    {
        _gate.Enter();
        bool fits = permitCount <= int.MaxValue - _count - _out;
        if (fits)
        {
            GiveAndExit(permitCount);
        }
        else
        {
            _gate.Exit();
        }

        return fits;
    }

    /// <summary>The gate is closed, and is open afterwards.</summary>
    private void GiveAndExit(int permitCount)
    {
        _count += permitCount;
        if (_queue.IsEmpty)
        {
            _gate.Exit();
            return;
        }

        var released = default(ReleasedWaiters);
        Admit(ref released);
        _gate.Exit();
        released.Wake();
    }

    private bool GiveBack(long ticket, int permitCount)
    {
        _gate.Enter();
        if (!_holders.TryRemove(ticket))
        {
            _gate.Exit();
            return false;
        }

        _out -= permitCount;
        GiveAndExit(permitCount);
        return true;
    }

    private void Forget(long ticket, int permitCount)
    {
        _gate.Enter();
        if (!_holders.TryRemove(ticket))
        {
            _gate.Exit();
            return;
        }

        _out -= permitCount;
        GiveAndExit(0); // no permit comes back, but the ticket does: somebody may wait for nothing else
    }

    /// <summary>The gate is closed: lets go on who can, in order.</summary>
    private void Admit(ref ReleasedWaiters released)
    {
        while (_queue.Head is { } head && head.Amount <= _count && !_holders.IsFull)
        {
            head.Ticket = Take(head.Amount).Ticket;
            _queue.Dequeue();
            released.AddGranted(head);
        }
    }

    private sealed class Waiter : QueuedWaiter<Waiter, Permit>
    {
        protected override Permit TakeResult() => new((AsyncSemaphore)Host, Amount, Ticket);

        protected override Exception Refusal() => new ObjectDisposedException(nameof(AsyncSemaphore), "The semaphore was closed.");
    }
}
