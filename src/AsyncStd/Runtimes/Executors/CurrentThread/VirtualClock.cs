namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Timers;

/// <summary>The clock of a current-thread runtime, and its timers. Counts in units of 100 ns, so that virtual waits are exact.</summary>
/// <remarks>Invariant, under the lock: now is <c>_base</c> while paused, and <c>_base</c> plus what the steady clock has run since <c>_resumedAt</c> otherwise.
/// Nodes are fired without the lock.</remarks>
internal sealed class VirtualClock : PausableClock
{
    /// <summary>64⁸ units of 100 ns: 325 days before a node is sorted in again.</summary>
    private const int Levels = 8;

    /// <summary>A deadline that never comes: far from where sums overflow.</summary>
    private const long EndOfTime = long.MaxValue / 2;

    private readonly Lock _lock = new();
    private readonly TimerWheel _wheel = new(Levels, 0);
    private readonly DateTimeOffset _epoch = TimeProvider.System.GetUtcNow();
    private readonly Runtime _runtime;
    private readonly Action _changed;
    private long _base;
    private long _resumedAt = MonotonicClock.Ticks;
    private bool _paused;
    private int _holds;

    /// <summary>Creates a clock.</summary>
    /// <param name="runtime">Whose clock it is: runs the callbacks of the BCL's timers.</param>
    /// <param name="paused">Whether it starts paused.</param>
    /// <param name="changed">Called when the thread that waits for the next deadline must look again.</param>
    public VirtualClock(Runtime runtime, bool paused, Action changed)
    {
        _runtime = runtime;
        _paused = paused;
        _changed = changed;
    }

    public override bool IsPaused => Volatile.Read(ref _paused);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Whether a paused clock may jump by itself.</summary>
    public bool MayJump => IsPaused && Volatile.Read(ref _holds) == 0;

    /// <summary>The next deadline, or the far future.</summary>
    public long NextDue => _wheel.NextDue;

    /// <summary>How many timers run.</summary>
    public int Count => _wheel.Count;

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return Now();
        }
    }

    public override DateTimeOffset GetUtcNow() => _epoch + new TimeSpan(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => new CallbackTimer(_runtime, callback, state, dueTime, period);

    public override void Pause()
    {
        lock (_lock)
        {
            if (_paused)
            {
                throw new InvalidOperationException("The clock is paused already.");
            }

            _base = Now();
            Volatile.Write(ref _paused, true);
        }

        _changed();
    }

    public override void Resume()
    {
        lock (_lock)
        {
            if (!_paused)
            {
                throw new InvalidOperationException("The clock is running.");
            }

            _resumedAt = MonotonicClock.Ticks;
            Volatile.Write(ref _paused, false);
        }

        _changed();
    }

    public override void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        if (!IsPaused)
        {
            throw new InvalidOperationException("Only a paused clock can be advanced; call Pause first.");
        }

        long now = GetTimestamp();
        long target = time.Ticks > EndOfTime - now ? EndOfTime : now + time.Ticks;
        while (_wheel.FindDeadline() is var due && due <= target)
        {
            MoveTo(due);
        }

        MoveTo(target);
        _changed();
    }

    public override IDisposable Hold()
    {
        Interlocked.Increment(ref _holds);
        return new Holding(this);
    }

    /// <summary>Starts a node. Saturates: a deadline beyond the end of time never comes.</summary>
    public void Start(TimerNode node, TimeSpan delay)
    {
        long now = GetTimestamp();
        long ticks = Math.Max(1, delay.Ticks);
        long due = ticks >= EndOfTime - now ? EndOfTime : now + ticks + (IsPaused ? 0 : 1);
        if (_wheel.Start(node, due) != long.MaxValue || IsPaused)
        {
            _changed(); // paused, the sleeper waits for any deadline, not only for a sooner one
        }
    }

    /// <summary>Stops a node; false if it has fired or is about to.</summary>
    public bool Stop(TimerNode node) => TimerWheel.StopWhereItIs(node);

    /// <summary>The runtime has ended: what still runs goes on by the system's clock.</summary>
    public void Retire() => PoolRuntime.AdoptTimers(_wheel.TakeAll(), node => new TimeSpan(node.Due - GetTimestamp()));

    /// <summary>Fires what is due now; how many that was.</summary>
    public int FireDue() => _wheel.NextDue == long.MaxValue ? 0 : TimerWheel.FireAll(_wheel.TryAdvance(GetTimestamp()), _runtime);

    /// <summary>Jumps to the next deadline and fires what is due there; false if there is none, or if that is after <paramref name="limit"/>.</summary>
    public bool TryJump(long limit, out bool isBeyondLimit)
    {
        long due = _wheel.FindDeadline();
        isBeyondLimit = due < EndOfTime && due > limit;
        if (due >= EndOfTime || isBeyondLimit)
        {
            return false;
        }

        MoveTo(due);
        return true;
    }

    private void MoveTo(long moment)
    {
        lock (_lock)
        {
            _base = Math.Max(_base, moment);
        }

        TimerWheel.FireAll(_wheel.TryAdvance(moment), _runtime);
    }

    private long Now() => _paused ? _base : _base + MonotonicClock.Ticks - _resumedAt;

    private sealed class Holding(VirtualClock clock) : IDisposable
    {
        private VirtualClock? _clock = clock;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _clock, null) is { } clock)
            {
                Interlocked.Decrement(ref clock._holds);
                clock._changed();
            }
        }
    }
}
