namespace AsyncStd.Sync;

using System.Diagnostics;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>A point where a fixed number of tasks wait for one another. May be used round after round.</summary>
/// <remarks>The BCL's <see cref="Barrier"/> blocks threads.</remarks>
/// <example><code>
/// var barrier = new AsyncBarrier(2);
/// JoinHandle&lt;bool> other = Task.Spawn(async () => (await barrier.WaitAsync()).IsLeader);
/// var result = await barrier.WaitAsync();
/// Console.WriteLine(result.IsLeader != await other);
/// </code></example>
[DebuggerDisplay("{WaitingCount} of {ParticipantCount}")]
public sealed class AsyncBarrier : IWaiterHost
{
    private SpinGate _gate;
    private WaiterQueue _queue;

    /// <summary>Creates a barrier.</summary>
    /// <param name="participantCount">How many wait for one another; with 0 or 1 nobody ever waits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="participantCount"/> is negative.</exception>
    public AsyncBarrier(int participantCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(participantCount);
        ParticipantCount = participantCount;
    }

    /// <summary>How many wait for one another.</summary>
    public int ParticipantCount { get; }

    /// <summary>How many of the present round have arrived.</summary>
    public int WaitingCount
    {
        get
        {
            _gate.Enter();
            int count = _queue.Count;
            _gate.Exit();
            return count;
        }
    }

    string IWaiterHost.WaitName => "barrier";

    /// <summary>Arrives, and waits until all have.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>Whether this was the one that completed the round. The task must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop, before all had arrived.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait does not stay counted: the round needs another one to arrive in its place.</remarks>
    public ValueTask<WaitResult> WaitAsync(CancellationToken cancellationToken = default)
    {
        bool mayPass = !cancellationToken.IsCancellationRequested && Slice.TryConsume();
        if (!mayPass && Refused.Early(this, cancellationToken) is { } refusal)
        {
            return ValueTask.FromException<WaitResult>(refusal);
        }

        return TryComplete(mayPass, out Waiter? waiter) ? new ValueTask<WaitResult>(new WaitResult(isLeader: true)) : waiter!.Start(cancellationToken);
    }

    /// <summary>The same, blocking the calling thread: for threads outside every runtime.</summary>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>Whether this was the one that completed the round.</returns>
    /// <exception cref="InvalidOperationException">The calling thread runs a task.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before all had arrived.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled wait does not stay counted.</remarks>
    public WaitResult WaitBlocking(CancellationToken cancellationToken = default)
    {
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        return TryComplete(mayPass: true, out Waiter? waiter) ? new WaitResult(isLeader: true) : waiter!.WaitBlocking(cancellationToken);
    }

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken) => WaiterQueue.Cancel(ref _gate, ref _queue, waiter, cancellationToken);

    /// <summary>Arrives. True: the round is complete, and nothing need be awaited. False: the waiter is to be started.</summary>
    private bool TryComplete(bool mayPass, out Waiter? waiter)
    {
        var released = default(ReleasedWaiters);
        waiter = null;
        _gate.Enter();
        bool isLeader = _queue.Count + 1 >= ParticipantCount;
        if (isLeader)
        {
            while (_queue.Dequeue() is { } other)
            {
                released.AddGranted(other);
            }
        }
        else
        {
            waiter = Waiter.Rent(this);
            _queue.Enqueue(waiter);
        }

        _gate.Exit();
        released.Wake();
        if (isLeader && !mayPass)
        {
            waiter = Waiter.Rent(this);
            waiter.Amount = 1;
            waiter.End(WaitOutcome.Granted);
        }

        return waiter is null;
    }

    /// <summary>What a participant learns when the round is complete.</summary>
    public readonly struct WaitResult
    {
        internal WaitResult(bool isLeader) => IsLeader = isLeader;

        /// <summary>Whether this one arrived last. True for exactly one participant of each round.</summary>
        public bool IsLeader { get; }
    }

    private sealed class Waiter : QueuedWaiter<Waiter, WaitResult>
    {
        protected override WaitResult TakeResult() => new(Amount != 0);
    }
}
