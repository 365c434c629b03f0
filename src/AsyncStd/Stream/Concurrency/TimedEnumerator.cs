namespace AsyncStd.Stream;

/// <summary>What operators share that wait for one source or for a time, whichever comes first.</summary>
internal abstract class TimedEnumerator<TSource, T>(IAsyncEnumerable<TSource> source, CancellationToken cancellationToken) : ConcurrentEnumerator<T>(cancellationToken)
{
    private Confluence<TSource>? _source;
    private long _origin;

    protected override Exception? Failure => _source?.Failure;

    /// <summary>The source; null before the first wait.</summary>
    protected Confluence<TSource>? Source => _source;

    /// <summary>The time since the enumeration was begun.</summary>
    protected TimeSpan Now => Runtime.Clock.GetElapsedTime(_origin);

    protected override void Begin()
    {
        _origin = Runtime.Clock.GetTimestamp();
        _source = new Confluence<TSource>(Arrivals, Runtime, Parent);
        _source.Open(source);
    }

    protected override void Stop() => _source?.Stop();

    protected override bool HasStopped() => _source?.HasStopped() ?? true;

    /// <summary>What is to be said once nothing is held back any more.</summary>
    protected Progress End()
    {
        if (!_source!.IsOver)
        {
            return Progress.None;
        }

        _source.ThrowIfFailed();
        return Progress.Ended;
    }

    /// <summary>How long until a moment; zero if it has passed.</summary>
    protected static TimeSpan Until(TimeSpan due, TimeSpan now) => due > now ? due - now : TimeSpan.Zero;

    /// <summary>A moment so long after another; never, if that is beyond all time.</summary>
    protected static TimeSpan After(TimeSpan moment, TimeSpan duration)
        => duration == Timeout.InfiniteTimeSpan || moment > TimeSpan.MaxValue - duration ? TimeSpan.MaxValue : moment + duration;

    /// <summary>Sets how long to wait.</summary>
    protected static void WaitUntil(TimeSpan due, TimeSpan now, ref TimeSpan wait)
    {
        if (due != TimeSpan.MaxValue)
        {
            wait = Until(due, now);
        }
    }
}
