namespace AsyncStd.Runtimes.Timers;

/// <summary>Runs a timer node on any <see cref="TimeProvider"/>: one of its timers for each wait.</summary>
internal sealed class ProviderTimer
{
    private const int Running = 0;
    private const int Over = 1;

    /// <summary>The longest period that the BCL's timers take, in milliseconds.</summary>
    private const long MaxMilliseconds = uint.MaxValue - 1;

    private readonly TimerNode _node;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private int _state;

    private ProviderTimer(TimeProvider clock, TimerNode node, TimeSpan delay)
    {
        _clock = clock;
        _node = node;
        long start = clock.GetTimestamp();
        double units = Math.Ceiling(delay.TotalSeconds * clock.TimestampFrequency);
        node.Due = units >= long.MaxValue - (double)start - 1 ? long.MaxValue : start + Math.Max(1, (long)units);
        node.State = this;

        // Made unarmed: the callback must not come before the field is written. The flow of the caller's context is not the timer's business.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = clock.CreateTimer(static state => ((ProviderTimer)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public static void Start(TimeProvider clock, TimerNode node, TimeSpan delay)
        => new ProviderTimer(clock, node, delay).Arm();

    /// <summary>Stops a node that was started here; false if it has fired or is about to.</summary>
    public static bool Stop(TimerNode node)
    {
        if (node.State is not ProviderTimer timer || Interlocked.CompareExchange(ref timer._state, Over, Running) != Running)
        {
            return false;
        }

        timer._timer.Dispose();
        node.State = null;
        return true;
    }

    private void Arm()
    {
        long left = _node.Due - _clock.GetTimestamp();
        double ticks = Math.Ceiling(Math.Max(left, 0) * (double)TimeSpan.TicksPerSecond / _clock.TimestampFrequency);
        if (_clock == TimeProvider.System)
        {
            ticks = Math.Ceiling(ticks / TimeSpan.TicksPerMillisecond) * TimeSpan.TicksPerMillisecond; // it rounds down, which would be early
        }

        _timer.Change(new TimeSpan((long)Math.Min(ticks, MaxMilliseconds * TimeSpan.TicksPerMillisecond)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The provider's timer may be early (the BCL's is, by up to a few ms) or cover only part of a long wait.</summary>
    private void OnTick()
    {
        if (Volatile.Read(ref _state) != Running)
        {
            return;
        }

        if (_clock.GetTimestamp() < _node.Due)
        {
            try
            {
                Arm();
            }
            catch (ObjectDisposedException)
            {
                // Stopped between the look and the arming.
            }

            return;
        }

        if (Interlocked.CompareExchange(ref _state, Over, Running) == Running)
        {
            _timer.Dispose();
            _node.Fire();
        }
    }
}
