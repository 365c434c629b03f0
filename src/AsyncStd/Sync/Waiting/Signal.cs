namespace AsyncStd.Sync.Waiting;

using AsyncStd.Runtimes;

/// <summary>A flag that is waited for: what the events and <see cref="Notify"/> have in common.</summary>
/// <remarks>Invariant, under the gate: while the flag is up nobody waits.</remarks>
internal struct Signal
{
    private SpinGate _gate;
    private WaiterQueue _queue;
    private bool _isUp;

    public Signal(bool isUp) => _isUp = isUp;

    public bool IsUp => Volatile.Read(ref _isUp);

    /// <summary>Waits for the flag.</summary>
    /// <param name="host">Whose flag it is.</param>
    /// <param name="takesDown">Whether who finds it up takes it down.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    public ValueTask WaitAsync(IWaiterHost host, bool takesDown, CancellationToken cancellationToken)
    {
        bool mayPass = !cancellationToken.IsCancellationRequested && Slice.TryConsume();
        if (!mayPass && Refused.Early(host, cancellationToken) is { } refusal)
        {
            return ValueTask.FromException(refusal);
        }

        _gate.Enter();
        bool passes = _isUp;
        if (passes)
        {
            _isUp = !takesDown;
            if (mayPass)
            {
                _gate.Exit();
                return default;
            }
        }

        return Enqueue(host, passes).StartWithoutResult(cancellationToken);
    }

    /// <summary>The same for a thread outside every runtime.</summary>
    public void WaitBlocking(IWaiterHost host, bool takesDown, CancellationToken cancellationToken)
    {
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        _gate.Enter();
        bool passes = _isUp;
        if (passes)
        {
            _isUp = !takesDown;
            _gate.Exit();
            return;
        }

        Enqueue(host, passes: false).WaitBlocking(cancellationToken);
    }

    /// <summary>Lets one waiter go, or raises the flag if nobody waits.</summary>
    public void RaiseForOne()
    {
        _gate.Enter();
        QueuedWaiter? waiter = _queue.Dequeue();
        _isUp |= waiter is null;
        _gate.Exit();
        waiter?.End(WaitOutcome.Granted);
    }

    /// <summary>Lets all go who wait now.</summary>
    /// <param name="stays">Whether the flag is up afterwards, for those who come later.</param>
    public void RaiseForAll(bool stays)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        _isUp |= stays;
        while (_queue.Dequeue() is { } waiter)
        {
            released.AddGranted(waiter);
        }

        _gate.Exit();
        released.Wake();
    }

    /// <summary>Takes the flag down; false if it was not up.</summary>
    public bool TakeDown()
    {
        _gate.Enter();
        bool wasUp = _isUp;
        _isUp = false;
        _gate.Exit();
        return wasUp;
    }

    public void Cancel(QueuedWaiter waiter, CancellationToken cancellationToken) => WaiterQueue.Cancel(ref _gate, ref _queue, waiter, cancellationToken);

    /// <summary>The gate is closed, and is open afterwards.</summary>
    private SignalWaiter Enqueue(IWaiterHost host, bool passes)
    {
        SignalWaiter waiter = SignalWaiter.Rent(host);
        if (!passes)
        {
            _queue.Enqueue(waiter);
        }

        _gate.Exit();
        if (passes)
        {
            waiter.End(WaitOutcome.Granted);
        }

        return waiter;
    }
}
