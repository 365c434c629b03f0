namespace AsyncStd.Sync.Waiting;

using System.Diagnostics;
using AsyncStd.Runtimes;

/// <summary>Who waits for a primitive, in the order in which they came: the one waiter queue of Sync and Channel.</summary>
/// <remarks>
/// <para>Invariant: all of it is read and written only under the gate of the primitive that has the queue. A doubly linked list through the waiters themselves, so that nothing is
/// allocated and any waiter leaves in O(1). A waiter is in one queue at most; <see cref="QueuedWaiter.IsQueued"/> says whether it is in one.</para>
/// <para>Whoever takes a waiter out has decided how its wait ends, and he alone: a release that dequeues it, or a cancellation that removes it. No other mark is needed,
/// and no release is ever given to a waiter that has gone.</para>
/// <para>How a primitive is built on it:</para>
/// <code>
/// private SpinGate _gate;                     // fields; the primitive is a class and an IWaiterHost
/// private WaiterQueue _queue;
///
/// ValueTask&lt;Guard> LockAsync(CancellationToken token)
/// {
///     if (token.IsCancellationRequested) return ValueTask.FromCanceled&lt;Guard>(token);
///     if (!Slice.TryConsume())                // no budget: ask first whether the task was asked to stop, for a loop over free locks must end too;
///         return LockAfterGivingWay(token);   // then, if the lock is free, give way before it is taken: nobody is to hold it who does not run
///     _gate.Enter();
///     if (!_held)                             // fair: also only if _queue.IsEmpty, where release does not hand over
///     {
///         _held = true;
///         _gate.Exit();
///         return new(new Guard(this));
///     }
///
///     LockWaiter waiter = LockWaiter.Rent(this);
///     _queue.Enqueue(waiter);                 // from here on a release may end the wait
///     _gate.Exit();
///     return waiter.Start(token);             // listens to the token: only without the gate
/// }
///
/// void Release()
/// {
///     _gate.Enter();
///     QueuedWaiter? next = _queue.Dequeue();  // hand-over: the lock stays held, its owner is another
///     if (next is null) _held = false;
///     _gate.Exit();
///     next?.End(WaitOutcome.Granted);         // wakes, so never under the gate
/// }
///
/// void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken token)
/// {
///     var released = default(ReleasedWaiters);
///     _gate.Enter();
///     if (_queue.TryCancel(waiter, token))
///     {
///         released.AddCancelled(waiter, token);
///         Admit(ref released);                // whoever can go on now that this one is gone; a plain lock has none
///     }
///     _gate.Exit();
///     released.Wake();
/// }
///
/// sealed class LockWaiter : QueuedWaiter&lt;LockWaiter, Guard> { protected override Guard TakeResult() => new((Lock)Host); }
/// </code>
/// </remarks>
[DebuggerDisplay("{Count} waiters")]
internal struct WaiterQueue
{
    private QueuedWaiter? _head;
    private QueuedWaiter? _tail;
    private int _count;

    /// <summary>How many wait.</summary>
    public readonly int Count => _count;

    /// <summary>Whether nobody waits.</summary>
    public readonly bool IsEmpty => _head is null;

    /// <summary>Who has waited longest, or null.</summary>
    public readonly QueuedWaiter? Head => _head;

    /// <summary>All of <see cref="IWaiterHost.CancelWait"/> for a primitive whose waiters never wait for one another.</summary>
    public static void Cancel(ref SpinGate gate, ref WaiterQueue queue, QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        gate.Enter();
        bool isRemoved = queue.TryCancel(waiter, cancellationToken);
        gate.Exit();
        if (isRemoved)
        {
            waiter.CanceledBy = cancellationToken;
            waiter.End(WaitOutcome.Cancelled);
        }
    }

    /// <summary>Puts a waiter behind all others. From the moment the gate opens its wait may end.</summary>
    public void Enqueue(QueuedWaiter waiter)
    {
        Debug.Assert(!waiter.IsQueued, "A waiter is in one queue at most.");
        waiter.IsQueued = true;
        waiter.Previous = _tail;
        if (_tail is null)
        {
            _head = waiter;
        }
        else
        {
            _tail.Next = waiter;
        }

        _tail = waiter;
        _count++;
    }

    /// <summary>Puts a waiter before all others: for one that has waited already.</summary>
    public void EnqueueFirst(QueuedWaiter waiter)
    {
        Debug.Assert(!waiter.IsQueued, "A waiter is in one queue at most.");
        waiter.IsQueued = true;
        waiter.Next = _head;
        if (_head is null)
        {
            _tail = waiter;
        }
        else
        {
            _head.Previous = waiter;
        }

        _head = waiter;
        _count++;
    }

    /// <summary>Takes out who has waited longest; the caller ends its wait, after the gate.</summary>
    /// <returns>Null if nobody waits.</returns>
    public QueuedWaiter? Dequeue()
    {
        QueuedWaiter? waiter = _head;
        if (waiter is not null)
        {
            Unlink(waiter);
        }

        return waiter;
    }

    /// <summary>Takes out a waiter wherever it stands; the caller ends its wait, after the gate.</summary>
    /// <returns>False if it is not queued any longer: somebody else has ended, or is about to end, its wait.</returns>
    /// <remarks>It must be in this queue or in none: a primitive with two queues asks the waiter's <see cref="QueuedWaiter.Kind"/> first.</remarks>
    public bool TryRemove(QueuedWaiter waiter)
    {
        if (!waiter.IsQueued)
        {
            return false;
        }

        Unlink(waiter);
        return true;
    }

    /// <summary>The same for a wait that is to end early. One that is only on its way to the queue hears of it when it arrives.</summary>
    /// <inheritdoc cref="TryRemove"/>
    public bool TryCancel(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        if (waiter.IsComing)
        {
            waiter.TurnBack(cancellationToken);
            return false;
        }

        return TryRemove(waiter);
    }

    private void Unlink(QueuedWaiter waiter)
    {
        Debug.Assert(waiter.IsQueued && _count > 0, "Only a queued waiter is taken out.");
        QueuedWaiter? previous = waiter.Previous;
        QueuedWaiter? next = waiter.Next;
        if (previous is null)
        {
            Debug.Assert(_head == waiter, "The waiter is in another queue.");
            _head = next;
        }
        else
        {
            previous.Next = next;
            waiter.Previous = null;
        }

        if (next is null)
        {
            Debug.Assert(_tail == waiter, "The waiter is in another queue.");
            _tail = previous;
        }
        else
        {
            next.Previous = previous;
            waiter.Next = null;
        }

        waiter.IsQueued = false;
        _count--;
    }
}
