namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Timers;

/// <summary>How a busy worker keeps an eye on the clock without reading it before each item.</summary>
internal sealed partial class Worker
{
    private const int MaxTimerInterval = 64;
    private const int OutsideTimerInterval = 16;

    /// <summary>How many items may run before the first look for a timer that is far off.</summary>
    private const int FewItems = 8;

    /// <summary>Far enough off for <see cref="FewItems"/> slices of a length that no monitor would complain of.</summary>
    public static readonly TimeSpan FarOff = TimeSpan.FromMilliseconds(100);

    private int _timerInterval = 1;
    private int _untilTimers = 1;
    private long _lastCheck;

    /// <summary>Fires what is due here, and works out how many items may run before the next look: as many as take well under a millisecond. Once in a millisecond the worker also looks
    /// for events: others who have nothing to do leave them to it for as long as it does, and sleep, instead of being woken by each.</summary>
    private void CheckTimers()
    {
        if (Wheel.NextDue == long.MaxValue && !_driver!.HasPending)
        {
            _untilTimers = OutsideTimerInterval; // a stranger may start one here meanwhile
            return;
        }

        long now = MonotonicClock.Milliseconds;
        bool isLate = now > _lastCheck;
        _isOutsideDue |= isLate;
        _timerInterval = isLate ? Math.Max(1, _timerInterval / 2) : Math.Min(MaxTimerInterval, _timerInterval * 2);
        _lastCheck = now;
        _untilTimers = Wheel.NextDue == long.MaxValue ? Math.Min(_timerInterval, OutsideTimerInterval) : _timerInterval;
        if (now >= Wheel.NextDue)
        {
            Clean();
            TimerWheel.FireAll(Wheel.TryAdvance(now), _runtime);
        }
    }

    /// <summary>Fires what is due anywhere: called with nothing else to do. Others may be too busy, or stuck.</summary>
    private void FireDueTimers()
    {
        long due = _runtime.NextTimerDue();
        if (due == long.MaxValue)
        {
            return;
        }

        long now = MonotonicClock.Milliseconds;
        if (now >= due)
        {
            Clean();
            _runtime.FireTimers(now);
        }
    }
}
