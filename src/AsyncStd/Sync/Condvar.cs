namespace AsyncStd.Sync;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>Lets who holds a <see cref="Mutex{T}"/> wait until somebody else has changed the value.</summary>
/// <remarks>
/// <para>A wait releases the lock and takes it again before it ends, with no gap between the release and the beginning of the wait: whoever changes the value under the lock and notifies afterwards is not missed. The guard
/// holds nothing meanwhile, and the same guard holds the lock again afterwards.</para>
/// <para>Being woken proves nothing: others may have had the lock first. Look at the value again, or use the forms that take a condition. First come, first served.</para>
/// </remarks>
/// <example><code>
/// var queue = new Mutex&lt;Queue&lt;int>>(new());
/// var filled = new Condvar();
/// JoinHandle&lt;int> consumer = Task.Spawn(async () =>
/// {
///     using var guard = await queue.LockAsync();
///     await filled.WaitUntilAsync(guard, static items => items.Count > 0);
///     return guard.Value.Dequeue();
/// });
/// using (var guard = await queue.LockAsync())
/// {
///     guard.Value.Enqueue(1);
/// }
///
/// filled.NotifyOne();
/// Console.WriteLine(await consumer);
/// </code></example>
[DebuggerDisplay("Condvar")]
public sealed class Condvar : ITimedHost
{
    private SpinGate _gate;
    private WaiterQueue _queue;

    /// <summary>Creates a condition variable, on which nobody waits.</summary>
    public Condvar()
    {
    }

    string IWaiterHost.WaitName => "condition variable";

    /// <summary>Releases the lock, waits for a notification, and takes the lock again.</summary>
    /// <typeparam name="T">The type of the protected value.</typeparam>
    /// <param name="guard">A guard that holds its lock; it holds it again afterwards.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that must be awaited, once.</returns>
    /// <exception cref="ObjectDisposedException">The guard does not hold its lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: after a cancelled wait the lock is not held and the guard is void; it need not be disposed but may be. A notification that it had received already goes to the next.</remarks>
    public ValueTask WaitAsync<T>(Mutex<T>.Guard guard, CancellationToken cancellationToken = default)
        => WithoutResult(WaitCore(guard, Timeout.InfiniteTimeSpan, cancellationToken));

    /// <summary>Releases the lock, waits for a notification for a limited time, and takes the lock again.</summary>
    /// <typeparam name="T">The type of the protected value.</typeparam>
    /// <param name="guard">A guard that holds its lock; it holds it again afterwards, also if the time has run out.</param>
    /// <param name="timeout">How long to wait for the notification by the runtime's clock; taking the lock again may last longer. <see cref="Timeout.InfiniteTimeSpan"/> is no limit; with zero the lock is
    /// released and taken again, and the result is false: others who wait for it have it in between, but no notification is received.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>False if the time ran out first. The task must be awaited, once.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite.</exception>
    /// <exception cref="ObjectDisposedException">The guard does not hold its lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: after a cancelled wait the lock is not held and the guard is void.</remarks>
    public ValueTask<bool> WaitAsync<T>(Mutex<T>.Guard guard, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfNegative(timeout);
        return WaitCore(guard, timeout, cancellationToken);
    }

    /// <summary>Waits until a condition holds, which is looked at under the lock: first at once, then after each notification.</summary>
    /// <typeparam name="T">The type of the protected value.</typeparam>
    /// <param name="guard">A guard that holds its lock; it holds it again afterwards.</param>
    /// <param name="condition">What to wait for. If it throws, so does the wait, and the guard holds the lock.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that must be awaited, once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The guard does not hold its lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: after a cancelled wait the lock is not held and the guard is void.</remarks>
    public ValueTask WaitUntilAsync<T>(Mutex<T>.Guard guard, Func<T, bool> condition, CancellationToken cancellationToken = default)
        => WithoutResult(WaitUntilAsync(guard, condition, Timeout.InfiniteTimeSpan, cancellationToken));

    /// <summary>Waits until a condition holds, for a limited time.</summary>
    /// <typeparam name="T">The type of the protected value.</typeparam>
    /// <param name="guard">A guard that holds its lock; it holds it again afterwards, also if the time has run out.</param>
    /// <param name="condition">What to wait for. If it throws, so does the wait, and the guard holds the lock.</param>
    /// <param name="timeout">How long to wait by the runtime's clock; <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>What the condition said last. The task must be awaited, once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite.</exception>
    /// <exception cref="ObjectDisposedException">The guard does not hold its lock.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    /// <remarks><em>Cancellation</em>: after a cancelled wait the lock is not held and the guard is void.</remarks>
    public ValueTask<bool> WaitUntilAsync<T>(
        Mutex<T>.Guard guard, Func<T, bool> condition, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ThrowIfNegative(timeout);
        return WaitUntilCore(guard, condition, timeout, cancellationToken);
    }

    /// <summary>Wakes who has waited longest, if anybody waits. The lock need not be held.</summary>
    public void NotifyOne()
    {
        _gate.Enter();
        QueuedWaiter? waiter = _queue.Dequeue();
        _gate.Exit();
        if (waiter is not null)
        {
            waiter.Amount = 1;
            waiter.End(WaitOutcome.Granted);
        }
    }

    /// <summary>Wakes everybody who waits now. The lock need not be held.</summary>
    public void NotifyAll()
    {
        var released = default(ReleasedWaiters);
        _gate.Enter();
        while (_queue.Dequeue() is { } waiter)
        {
            waiter.Amount = 1;
            released.AddGranted(waiter);
        }

        _gate.Exit();
        released.Wake();
    }

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken) => WaiterQueue.Cancel(ref _gate, ref _queue, waiter, cancellationToken);

    void ITimedHost.TimeOut(TimedWaiter waiter, TimerNode timer)
    {
        _gate.Enter();
        bool isRemoved = waiter.IsLimitedBy(timer) && _queue.TryRemove(waiter);
        _gate.Exit();
        if (isRemoved)
        {
            waiter.End(WaitOutcome.Granted);
        }
    }

    /// <summary>A runtime that refuses the timer must not leave a waiter behind that swallows a notification.</summary>
    private void StartTimer(TimedWaiter waiter, TimeSpan timeout)
    {
        try
        {
            waiter.StartTimer(timeout);
        }
        catch
        {
            _gate.Enter();
            bool isRemoved = _queue.TryRemove(waiter);
            _gate.Exit();
            if (!isRemoved)
            {
                NotifyOne();
            }

            throw;
        }
    }

    private static void ThrowIfNegative(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A time limit of zero or more is accepted, or Timeout.InfiniteTimeSpan.");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WithoutResult(ValueTask<bool> wait) => await wait.ConfigureAwait(false);

    /// <summary>Runs up to its first wait on the caller's stack: the place in the queue is taken, and the lock released, when the call returns.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitCore<T>(Mutex<T>.Guard guard, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Mutex<T> mutex = guard.Mutex;
        _ = guard.Value;
        TimedWaiter waiter = TimedWaiter.Rent(this);
        bool isLimited = timeout > TimeSpan.Zero;
        if (isLimited)
        {
            waiter.Limit(this);
        }

        bool waits = timeout != TimeSpan.Zero;
        if (waits)
        {
            _gate.Enter();
            _queue.Enqueue(waiter);
            _gate.Exit();
            if (isLimited)
            {
                StartTimer(waiter, timeout); // may fire before the next line
            }
        }
        else
        {
            waiter.End(WaitOutcome.Granted);
        }

        mutex.Release(guard.Ticket);
        bool isNotified = await waiter.Start(cancellationToken).ConfigureAwait(false);
        try
        {
            await mutex.LockAgainAsync(guard.Ticket, cancellationToken).ConfigureAwait(false);
        }
        catch when (isNotified)
        {
            NotifyOne();
            throw;
        }

        return isNotified;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitUntilCore<T>(Mutex<T>.Guard guard, Func<T, bool> condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
        TimeProvider? clock = null;
        long start = 0;
        TimeSpan left = timeout;
        while (!condition(guard.Value))
        {
            if (timeout != Timeout.InfiniteTimeSpan)
            {
                if (clock is null)
                {
                    clock = Ambient.ForLeaf.Clock;
                    start = clock.GetTimestamp();
                }

                left = timeout - clock.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }
            }

            await WaitCore(guard, left, cancellationToken).ConfigureAwait(true); // the condition is the caller's code
        }

        return true;
    }
}
