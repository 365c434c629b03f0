namespace AsyncStd.Stream;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>A time in which nothing is handed out, on the clock of the runtime that it was begun on. A cancelled rest goes on where it stopped.</summary>
internal struct Pause
{
    private TimeProvider? _clock;
    private long _began;
    private TimeSpan _duration;

    public bool IsOver
    {
        get
        {
            if (_clock is not null && _clock.GetElapsedTime(_began) >= _duration)
            {
                _clock = null;
            }

            return _clock is null;
        }
    }

    public void Begin(TimeSpan duration)
    {
        _clock = Ambient.ForLeaf.Clock;
        _began = _clock.GetTimestamp();
        _duration = duration;
    }

    public void BeginIfNot(TimeSpan duration)
    {
        if (_clock is null)
        {
            Begin(duration);
        }
    }

    /// <summary>Waits for the rest of it.</summary>
    public readonly SleepAwaitable Rest(CancellationToken cancellationToken)
    {
        TimeSpan rest = _clock is null ? TimeSpan.Zero : _duration - _clock.GetElapsedTime(_began);
        return new SleepAwaitable(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, cancellationToken);
    }
}
