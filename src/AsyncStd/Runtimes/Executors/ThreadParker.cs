namespace AsyncStd.Runtimes.Executors;

/// <summary>Parks a thread, and nothing else: the driver of a worker that has none.</summary>
/// <remarks>Invariant: <c>_state</c> is Empty, Notified or Parked. Unpark turns it to Notified and, had it been Parked, pulses under the lock;
/// Park turns Empty to Parked under the lock and sleeps until it is Notified. So no wake-up is lost, and a park after an unpark does not sleep.</remarks>
internal sealed class ThreadParker : WorkerDriver
{
    private const int Empty = 0;
    private const int Notified = 1;
    private const int Parked = 2;

    private readonly object _lock = new();
    private int _state;

    public override void Park(TimeSpan timeout) => ParkFor(timeout);

    /// <summary>Parks, and says why that is over.</summary>
    /// <returns>Whether it was an <see cref="Unpark"/>; else the time was up, or the wait has ended for no reason.</returns>
    public bool ParkFor(TimeSpan timeout)
    {
        if (TryTakeNotice())
        {
            return true;
        }

        // Monitor takes whole milliseconds; rounded up, or a wait below 1 ms would be a busy loop.
        int milliseconds = timeout == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Min(Math.Ceiling(timeout.TotalMilliseconds), int.MaxValue);
        lock (_lock)
        {
            if (Interlocked.CompareExchange(ref _state, Parked, Empty) == Empty)
            {
                while (Volatile.Read(ref _state) == Parked && Monitor.Wait(_lock, milliseconds) && milliseconds == Timeout.Infinite)
                {
                }
            }

            return Interlocked.Exchange(ref _state, Empty) == Notified; // takes in what an unpark published that is consumed here
        }
    }

    /// <summary>Takes what an <see cref="Unpark"/> has left, without parking.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool TryTakeNotice() => Interlocked.CompareExchange(ref _state, Empty, Notified) == Notified;

    public override void Unpark()
    {
        if (Interlocked.Exchange(ref _state, Notified) == Parked)
        {
            lock (_lock)
            {
                Monitor.Pulse(_lock);
            }
        }
    }
}
