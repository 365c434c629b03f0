namespace AsyncStd.Sync;

using System.Diagnostics;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>Counts what is going on, and lets others wait until nothing is.</summary>
/// <remarks>For work that is no task; tasks are better waited for by a <see cref="AsyncStd.Task.TaskGroup"/>. May be used again once the count has come back to 0.</remarks>
/// <example><code>
/// var group = new WaitGroup();
/// group.Add(2);
/// Task.Spawn(async () => group.Done()).Detach();
/// Task.Spawn(async () => group.Done()).Detach();
/// await group.WaitAsync();
/// </code></example>
[DebuggerDisplay("Count = {Count}")]
public sealed class WaitGroup : IWaiterHost
{
    private SpinGate _gate;
    private WaiterQueue _queue;
    private int _count;

    /// <summary>How many are going on.</summary>
    public int Count => Volatile.Read(ref _count);

    string IWaiterHost.WaitName => "wait group";

    /// <summary>Counts up. Do that before what is counted begins, not within it.</summary>
    /// <param name="count">By how much, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OverflowException">More than <see cref="int.MaxValue"/> would be going on.</exception>
    public void Add(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _gate.Enter();
        bool fits = count <= int.MaxValue - _count;
        _count += fits ? count : 0;
        _gate.Exit();
        if (!fits)
        {
            throw new OverflowException($"Adding {count:N0} to the {_count:N0} of the wait group exceeds {int.MaxValue:N0}.");
        }
    }

    /// <summary>Counts down by one; at 0 everybody who waits goes on.</summary>
    /// <exception cref="InvalidOperationException">The count is 0 already: something was done twice, or never added.</exception>
    public void Done()
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        bool wasZero = _count == 0;
        if (!wasZero && --_count == 0)
        {
            while (_queue.Dequeue() is { } waiter)
            {
                released.AddGranted(waiter);
            }
        }

        _gate.Exit();
        released.Wake();
        if (wasZero)
        {
            throw new InvalidOperationException("More was done than was added to the wait group.");
        }
    }

    /// <summary>Waits until the count is 0.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: changes nothing for others, nor the count.</remarks>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        bool mayPass = !cancellationToken.IsCancellationRequested && Slice.TryConsume();
        if (!mayPass && Refused.Early(this, cancellationToken) is { } refusal)
        {
            return ValueTask.FromException(refusal);
        }

        return mayPass && Count == 0 ? default : Enqueue().StartWithoutResult(cancellationToken);
    }

    /// <summary>The same, blocking the calling thread: for threads outside every runtime.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <exception cref="InvalidOperationException">The calling thread runs a task.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: changes nothing for others.</remarks>
    public void WaitBlocking(CancellationToken cancellationToken = default)
    {
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        Enqueue().WaitBlocking(cancellationToken);
    }

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken) => WaiterQueue.Cancel(ref _gate, ref _queue, waiter, cancellationToken);

    private SignalWaiter Enqueue()
    {
        SignalWaiter waiter = SignalWaiter.Rent(this);
        _gate.Enter();
        bool passes = _count == 0;
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
