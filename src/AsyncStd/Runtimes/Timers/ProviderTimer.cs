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
        Int128 units = ScaleUp(delay.Ticks, clock.TimestampFrequency, TimeSpan.TicksPerSecond);
        node.Due = (long)Int128.Min(long.MaxValue, start + Int128.Max(1, units));
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
        Int128 ticks = ScaleUp(Math.Max(left, 0), TimeSpan.TicksPerSecond, _clock.TimestampFrequency);
        if (_clock == TimeProvider.System)
        {
            // It rounds down, which would be early.
            ticks = (ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;
        }

        _timer.Change(new TimeSpan((long)Int128.Min(ticks, MaxMilliseconds * TimeSpan.TicksPerMillisecond)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>From one unit of time to another, rounded up, exactly: in floating point 35 ms are a bit more than 350,000 ticks.</summary>
    private static Int128 ScaleUp(long value, long multiplier, long divisor) => (((Int128)value * multiplier) + divisor - 1) / divisor;

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
