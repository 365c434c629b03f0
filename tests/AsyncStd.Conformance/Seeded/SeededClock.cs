namespace AsyncStdConformance.Seeded;

/// <summary>Time that stands still while anything can run, and jumps from deadline to deadline otherwise. Counts in ticks of 100 ns.</summary>
/// <param name="changed">Called when a timer was set, by any thread.</param>
/// <remarks>Timers fire in the order of (deadline, start): never two ways for one seed.</remarks>
internal sealed class SeededClock(Action changed) : TimeProvider
{
    private static readonly DateTimeOffset s_epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<SeededTimer.Arming, (long Due, long Sequence)> _heap = new();
    private long _now;
    private long _sequence;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The next deadline, or the far future.</summary>
    public long NextDue
    {
        get
        {
            lock (_lock)
            {
                DropDisarmed();
                return _heap.TryPeek(out _, out (long Due, long Sequence) first) ? first.Due : long.MaxValue;
            }
        }
    }

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => s_epoch + new TimeSpan(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SeededTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Add(SeededTimer.Arming arming, TimeSpan delay)
    {
        lock (_lock)
        {
            long due = delay.Ticks >= long.MaxValue - 1 - _now ? long.MaxValue - 1 : _now + delay.Ticks;
            _heap.Enqueue(arming, (due, _sequence++));
        }

        changed();
    }

    /// <summary>Moves time on to a moment and fires what is due then.</summary>
    public void MoveTo(long moment)
    {
        Volatile.Write(ref _now, Math.Max(_now, moment));
        while (TakeDue() is { } arming)
        {
            arming.Fire();
        }
    }

    private SeededTimer.Arming? TakeDue()
    {
        lock (_lock)
        {
            DropDisarmed();
            return _heap.TryPeek(out _, out (long Due, long Sequence) first) && first.Due <= _now ? _heap.Dequeue() : null;
        }
    }

    private void DropDisarmed()
    {
        while (_heap.TryPeek(out SeededTimer.Arming? arming, out _) && arming.IsDisarmed)
        {
            _heap.Dequeue();
        }
    }
}
