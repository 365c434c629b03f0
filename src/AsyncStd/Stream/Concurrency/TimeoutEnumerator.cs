namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Items that come in time; what does not is an exception.</summary>
internal sealed class TimeoutEnumerator<T>(IAsyncEnumerable<T> source, TimeSpan duration, CancellationToken cancellationToken) : TimedEnumerator<T, T>(source, cancellationToken)
{
    /// <summary>When the time for the next item began; below zero while nobody waits.</summary>
    private TimeSpan _since = Timeout.InfiniteTimeSpan;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (Source is { } source && source.TryRead(out item))
        {
            _since = Timeout.InfiniteTimeSpan;
            return true;
        }

        item = default;
        return false;
    }

    protected override Progress Advance(ref TimeSpan wait)
    {
        Source!.Drain();
        if (Source is { HasOpen: true, Failure: null })
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
        if (now >= due)
        {
            throw new TimeoutException($"The sequence had no next item within {duration}; it was stopped.");
        }

        WaitUntil(due, now, ref wait);
        return Progress.None;
    }
}
