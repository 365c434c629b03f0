namespace AsyncStd.Stream;

/// <summary>Items, and between them a word for each time that none came in time.</summary>
internal sealed class TryTimeoutEnumerator<T>(IAsyncEnumerable<T> source, TimeSpan duration, CancellationToken cancellationToken)
    : TimedEnumerator<T, (bool InTime, T? Item)>(source, cancellationToken)
{
    private TimeSpan _since = Timeout.InfiniteTimeSpan;
    private bool _isTimeUp;

    public override bool TryRead(out (bool InTime, T? Item) item)
    {
        T? next = default;
        bool inTime = !_isTimeUp && Source is { } source && source.TryRead(out next);
        item = (inTime, next);
        if (!inTime && !_isTimeUp)
        {
            return false;
        }

        _isTimeUp = false;
        _since = Timeout.InfiniteTimeSpan;
        return true;
    }

    protected override Progress Advance(ref TimeSpan wait)
    {
        Source!.Drain();
        if (_isTimeUp || Source is { HasOpen: true, Failure: null })
        {
            return Progress.Ready;
        }

        Progress end = End();
        if (end != Progress.None)
        {
            return end;
        }

        TimeSpan now = Now;
        if (_since < TimeSpan.Zero)
        {
            _since = now;
        }

        TimeSpan due = After(_since, duration);
        _isTimeUp = now >= due;
        WaitUntil(due, now, ref wait);
        return _isTimeUp ? Progress.Ready : Progress.None;
    }
}
