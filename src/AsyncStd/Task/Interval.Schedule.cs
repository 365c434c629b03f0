namespace AsyncStd.Task;

// When the next tick is due, and who ends the wait for it.
// Invariants. Everything that changes does so under the gate. _timerRuns is set from the start of the timer until whoever takes it out: the clock by firing it, or
// a cancellation, a reset or disposal by a stop that succeeds. A stop that fails leaves the decision to the firing, which finds what was asked for in the fields. So
// each wait is ended exactly once, outside the gate. A tick is taken in the step that decides to end the wait with it: nothing can cancel it after that.
public sealed partial class Interval
{
    private readonly Lock _gate = new();
    private readonly IntervalWait _wait;
    private readonly IntervalTimer _timer;

    /// <summary>The clock's timestamp that <see cref="_due"/> counts from.</summary>
    private readonly long _origin;

    /// <summary>When the next tick is due, and its number.</summary>
    private TimeSpan _due;
    private long _number;

    private bool _isAwaited;
    private bool _timerRuns;
    private bool _isCancelRequested;
    private CancellationToken _canceledBy;
    private bool _isDisposed;

    private enum Outcome : byte
    {
        None,
        Tick,
        Canceled,
        Disposed,
        Failed,
    }

    internal bool IsDisposed
    {
        get
        {
            lock (_gate)
            {
                return _isDisposed;
            }
        }
    }

    private TimeSpan Now => _runtime.Clock.GetElapsedTime(_origin);

    /// <summary>The timer fires. A reset that could not stop it any more may have moved the deadline.</summary>
    internal void OnTimer()
    {
        Outcome outcome;
        long number = 0;
        Exception? failure = null;
        lock (_gate)
        {
            _timerRuns = false;
            TimeSpan now = Now;
            if (_isDisposed)
            {
                outcome = Outcome.Disposed;
            }
            else if (now >= _due)
            {
                // Who was waiting in time is not late because the timer is, by less than a period.
                number = Take(now, isLate: now - _due >= Period);
                outcome = Outcome.Tick;
            }
            else if (_isCancelRequested)
            {
                outcome = Outcome.Canceled;
            }
            else
            {
                try
                {
                    StartTimer(now);
                    outcome = Outcome.None;
                }
                catch (Exception e)
                {
                    failure = e; // a clock of somebody's own; who waits is told, and may try again
                    outcome = Outcome.Failed;
                }
            }
        }

        EndWait(outcome, number, failure);
    }

    /// <summary>The token or the scope asks. A tick that is being handed out stays one.</summary>
    internal void OnCancelRequested(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _isCancelRequested = true;
            _canceledBy = cancellationToken;
            if (!TryStopTimer())
            {
                return;
            }
        }

        EndWait(Outcome.Canceled, 0);
    }

    /// <summary>The result was handed out.</summary>
    internal void OnWaitEnded()
    {
        lock (_gate)
        {
            _isAwaited = false;
            _isCancelRequested = false;
            _canceledBy = default;
        }
    }

    /// <summary>False: the interval was disposed.</summary>
    private bool TryBeginWait()
    {
        long number;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return false;
            }

            if (_isAwaited)
            {
                throw new InvalidOperationException("Somebody waits for a tick of this interval already: make an interval for each who waits.");
            }

            _isAwaited = true;
            TimeSpan now = Now;
            if (now < _due)
            {
                try
                {
                    StartTimer(now); // before the wait begins, so that a cancellation always finds it
                }
                catch
                {
                    _isAwaited = false;
                    throw;
                }

                return true;
            }

            number = Take(now, isLate: true);
        }

        EndWait(Outcome.Tick, number);
        return true;
    }

    private void MoveTo(TimeSpan after)
    {
        long number;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            TimeSpan now = Now;
            _due = Sum(now, after);
            if (!TryStopTimer())
            {
                return;
            }

            if (now < _due)
            {
                StartTimer(now);
                return;
            }

            number = Take(now, isLate: false);
        }

        EndWait(Outcome.Tick, number);
    }

    private void End()
    {
        lock (_gate)
        {
            _isDisposed = true;
            if (!TryStopTimer())
            {
                return;
            }
        }

        EndWait(Outcome.Disposed, 0);
    }

    private void EndWait(Outcome outcome, long number, Exception? failure = null)
    {
        switch (outcome)
        {
            case Outcome.Tick:
                _wait.TrySetResult(number);
                break;
            case Outcome.Canceled:
                _wait.TrySetCanceled(_canceledBy);
                break;
            case Outcome.Failed:
                _wait.TrySetException(failure!);
                break;
            case Outcome.Disposed:
                _wait.TrySetException(new ObjectDisposedException(nameof(Interval), "The interval was disposed while somebody waited for its next tick."));
                break;
        }
    }

    /// <summary>Takes the tick that is due and sets the deadline of the next. Returns its number.</summary>
    /// <param name="now">The time, at or after the deadline.</param>
    /// <param name="isLate">Whether nobody was there when it came, so that it counts as missed.</param>
    private long Take(TimeSpan now, bool isLate)
    {
        if (isLate && MissedTicks == MissedTicks.Skip)
        {
            long dropped = (now - _due).Ticks / Period.Ticks;
            _number += dropped;
            _due += new TimeSpan(dropped * Period.Ticks);
        }

        _due = Sum(isLate && MissedTicks == MissedTicks.Delay ? now : _due, Period);
        return _number++;
    }

    private void StartTimer(TimeSpan now)
    {
        _timerRuns = true; // first: the timer of a strange clock may fire before this returns
        try
        {
            _runtime.StartTimer(_timer, _due - now);
        }
        catch
        {
            _timerRuns = false;
            throw;
        }
    }

    /// <summary>False: no timer runs, or it fires in this moment and looks at the fields itself.</summary>
    private bool TryStopTimer()
    {
        if (!_timerRuns || !_runtime.StopTimer(_timer))
        {
            return false;
        }

        _timerRuns = false;
        return true;
    }

    /// <summary>Saturates: a deadline beyond the end of time never comes.</summary>
    private static TimeSpan Sum(TimeSpan a, TimeSpan b) => a > TimeSpan.MaxValue - b ? TimeSpan.MaxValue : a + b;
}
