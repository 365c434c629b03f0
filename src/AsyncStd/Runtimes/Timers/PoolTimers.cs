namespace AsyncStd.Runtimes.Timers;

/// <summary>Timers of the thread-pool runtime: one wheel, and one system timer set to its next deadline.</summary>
internal sealed class PoolTimers : IDisposable
{
    private const int Levels = 6;

    private readonly TimerWheel _wheel = new(Levels, MonotonicClock.Milliseconds);
    private readonly Lock _arming = new();
    private readonly Timer _alarm;
    private long _armedFor = long.MaxValue;
    private bool _disposed;

    public PoolTimers()
    {
        using (ExecutionContext.SuppressFlow())
        {
            _alarm = new Timer(static state => ((PoolTimers)state!).OnAlarm(), this, Timeout.Infinite, Timeout.Infinite);
        }
    }

    /// <summary>How many timers run.</summary>
    public int Count => _wheel.Count;

    public void Start(TimerNode node, TimeSpan delay)
    {
        if (_wheel.Start(node, MonotonicClock.MillisecondAfter(delay)) < Volatile.Read(ref _armedFor))
        {
            Rearm();
        }
    }

    public bool Stop(TimerNode node) => _wheel.Stop(node);

    /// <summary>A runtime has ended: its timers go on here, so that nobody waits for ever.</summary>
    /// <param name="node">A chain that <see cref="TimerWheel.TakeAll"/> returned.</param>
    /// <param name="left">How long a node still had to run.</param>
    public void Adopt(TimerNode? node, Func<TimerNode, TimeSpan> left)
    {
        while (node is not null)
        {
            TimerNode? next = node.Next;
            node.Next = null;
            TimeSpan delay = left(node);
            Start(node, delay > TimeSpan.Zero ? delay : new TimeSpan(1));
            node = next;
        }
    }

    /// <summary>Releases the system timer; whatever still runs here was taken out before.</summary>
    public void Dispose()
    {
        lock (_arming)
        {
            _disposed = true;
            _alarm.Dispose();
        }
    }

    /// <summary>Takes out everything that still runs.</summary>
    public TimerNode? TakeAll() => _wheel.TakeAll();

    private void OnAlarm()
    {
        lock (_arming)
        {
            _armedFor = long.MaxValue;
        }

        TimerWheel.FireAll(_wheel.TryAdvance(MonotonicClock.Milliseconds), PoolRuntime.Shared);
        Rearm();
    }

    /// <summary>Sets the alarm to the next deadline, unless it is set to an earlier moment already.</summary>
    private void Rearm()
    {
        lock (_arming)
        {
            long due = _wheel.NextDue;
            if (due >= _armedFor || _disposed)
            {
                return;
            }

            _armedFor = due;
            long wait = Math.Clamp(due - MonotonicClock.Milliseconds, 0, int.MaxValue);
            _alarm.Change(wait, Timeout.Infinite);
        }
    }
}
