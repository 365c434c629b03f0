namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>The latest item each time that it is due: once it has been quiet, or at the ticks of a clock.</summary>
internal sealed class LatestEnumerator<T>(IAsyncEnumerable<T> source, TimeSpan duration, bool isDebounce, CancellationToken cancellationToken) : TimedEnumerator<T, T>(source, cancellationToken)
{
    private T? _latest;
    private bool _hasLatest;
    private bool _isDue;
    private TimeSpan _due;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = _latest;
        bool isDue = _isDue;
        if (isDue)
        {
            _latest = default;
            _isDue = false;
            _hasLatest = false;
        }

        return isDue;
    }

    protected override Progress Advance(ref TimeSpan wait)
    {
        if (_isDue)
        {
            return Progress.Ready;
        }

        Source!.Drain();
        TimeSpan now = Now;
        if (_hasLatest && !isDebounce && now >= _due)
        {
            _isDue = true; // what has come since then belongs to the next tick
            return Progress.Ready;
        }

        while (Source.TryRead(out T? next))
        {
            if (isDebounce || !_hasLatest)
            {
                _due = isDebounce ? After(now, duration) : NextTick(now);
            }

            _latest = next;
            _hasLatest = true;
        }

        if (!_hasLatest)
        {
            return End();
        }

        _isDue = now >= _due || Source.IsOver;
        WaitUntil(_due, now, ref wait);
        return _isDue ? Progress.Ready : Progress.None;
    }

    private TimeSpan NextTick(TimeSpan now) => After(new TimeSpan(now.Ticks / duration.Ticks * duration.Ticks), duration);
}
