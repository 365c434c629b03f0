namespace AsyncStd.Sync.Waiting;

using AsyncStd.Runtimes;

/// <summary>Waiters that were taken out of their queue under a gate, with how their waits end, to be woken in that order once the gate is open.</summary>
/// <remarks>A local of the method that holds the gate; linked through the waiters, so it allocates nothing.</remarks>
internal struct ReleasedWaiters
{
    private QueuedWaiter? _first;
    private QueuedWaiter? _last;

    /// <summary>Whether there is nobody to wake.</summary>
    public readonly bool IsEmpty => _first is null;

    /// <summary>Under the gate: the waiter has what it waited for.</summary>
    public void AddGranted(QueuedWaiter waiter) => Add(waiter, WaitOutcome.Granted);

    /// <summary>Under the gate: the waiter has given up.</summary>
    public void AddCancelled(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        waiter.CanceledBy = cancellationToken;
        Add(waiter, WaitOutcome.Cancelled);
    }

    /// <summary>Under the gate: the waiter will never get what it waited for. The awaiting code makes the exception, by <see cref="QueuedWaiter.Refusal"/>.</summary>
    public void AddRefused(QueuedWaiter waiter) => Add(waiter, WaitOutcome.Refused);

    /// <summary>Without the gate: wakes them all.</summary>
    public void Wake()
    {
        QueuedWaiter? waiter = _first;
        _first = null;
        _last = null;
        while (waiter is not null)
        {
            QueuedWaiter? next = waiter.Next;
            waiter.Next = null; // after the next line the waiter may be in another use
            waiter.End(waiter.Outcome);

            waiter = next;
        }
    }

    private void Add(QueuedWaiter waiter, WaitOutcome outcome)
    {
        waiter.Outcome = outcome;
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
    }
}
