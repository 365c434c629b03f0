namespace AsyncStdConformance.Seeded;

/// <summary>A BCL timer on virtual time.</summary>
internal sealed class SeededTimer(SeededClock clock, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private Arming? _arming;
    private bool _disposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (Volatile.Read(ref _disposed))
        {
            return false;
        }

        Arming? next = dueTime == Timeout.InfiniteTimeSpan ? null : new Arming(this, period);
        Interlocked.Exchange(ref _arming, next)?.Disarm();
        if (next is not null)
        {
            clock.Add(next, dueTime);
        }

        return true;
    }

    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        Interlocked.Exchange(ref _arming, null)?.Disarm();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Call(TimeSpan period)
    {
        if (period > TimeSpan.Zero)
        {
            Change(period, period);
        }

        if (_flow is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_flow, _ => callback(state), null);
        }
    }

    /// <summary>One setting of the timer. What was set before stays in the heap, disarmed, until its time comes.</summary>
    internal sealed class Arming(SeededTimer timer, TimeSpan period)
    {
        private int _over;

        public bool IsDisarmed => Volatile.Read(ref _over) != 0;

        public void Disarm() => Interlocked.Exchange(ref _over, 1);

        public void Fire()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
            {
                timer.Call(period);
            }
        }
    }
}
