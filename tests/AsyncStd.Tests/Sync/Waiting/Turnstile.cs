namespace AsyncStdTests.Sync.Waiting;

using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>The smallest primitive on the waiter queue that uses all of it: permits, taken several at a time, handed over first come, first served.</summary>
internal sealed class Turnstile(int permits) : IWaiterHost
{
    private SpinGate _gate;
    private WaiterQueue _queue;
    private int _permits = permits;
    private bool _closed;

    public string WaitName => "turnstile";

    public int Permits => _permits;

    public int Waiting => _queue.Count;

    public ValueTask<int> TakeAsync(int amount, CancellationToken token = default)
    {
        if (token.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(token);
        }

        bool mayPass = Slice.TryConsume();
        _gate.Enter();
        bool isFree = !_closed && _queue.IsEmpty && _permits >= amount;
        if (isFree)
        {
            _permits -= amount;
        }

        if (isFree && mayPass)
        {
            _gate.Exit();
            return new ValueTask<int>(amount);
        }

        Passer passer = Passer.Rent(this);
        passer.Amount = amount;
        if (!isFree)
        {
            _queue.Enqueue(passer);
        }

        _gate.Exit();
        if (isFree)
        {
            passer.End(WaitOutcome.Granted);
        }

        return passer.Start(token);
    }

    public int TakeBlocking(int amount, CancellationToken token = default)
    {
        BlockedThread.ThrowIfInside();
        _gate.Enter();
        Passer passer = Passer.Rent(this);
        passer.Amount = amount;
        _queue.Enqueue(passer);
        var released = default(ReleasedWaiters);
        Admit(ref released);
        _gate.Exit();
        released.Wake();
        return passer.WaitBlocking(token);
    }

    public void Give(int amount)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        _permits += amount;
        Admit(ref released);
        _gate.Exit();
        released.Wake();
    }

    public void Close()
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        _closed = true;
        while (_queue.Dequeue() is { } waiter)
        {
            released.AddRefused(waiter);
        }

        _gate.Exit();
        released.Wake();
    }

    public void CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        if (_queue.TryRemove(waiter))
        {
            released.AddCancelled(waiter, cancellationToken);
            Admit(ref released);
        }

        _gate.Exit();
        released.Wake();
    }

    private void Admit(ref ReleasedWaiters released)
    {
        while (_queue.Head is { } head && head.Amount <= _permits)
        {
            _permits -= head.Amount;
            _queue.Dequeue();
            released.AddGranted(head);
        }
    }

    private sealed class Passer : QueuedWaiter<Passer, int>
    {
        protected override int TakeResult() => Amount;

        protected override Exception Refusal() => new ObjectDisposedException(Host.WaitName);
    }
}
