namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Items in chunks: a chunk is handed out when it is full, or when its first item has waited long enough.</summary>
internal sealed class ChunkEnumerator<T>(IAsyncEnumerable<T> source, int size, TimeSpan duration, CancellationToken cancellationToken) : TimedEnumerator<T, T[]>(source, cancellationToken)
{
    private readonly List<T> _chunk = [];
    private TimeSpan _due;
    private bool _isDue;

    public override bool TryRead([MaybeNullWhen(false)] out T[] item)
    {
        if (!_isDue)
        {
            item = null;
            return false;
        }

        item = [.. _chunk];
        _chunk.Clear();
        _isDue = false;
        return true;
    }

    protected override Progress Advance(ref TimeSpan wait)
    {
        Source!.Drain();
        TimeSpan now = Now;
        while (_chunk.Count < size && !_isDue && Source.TryRead(out T? next))
        {
            if (_chunk.Count == 0)
            {
                _due = After(now, duration);
            }

            _chunk.Add(next);
        }

        if (_chunk.Count == 0)
        {
            return End();
        }

        _isDue |= _chunk.Count == size || now >= _due || Source.IsOver;
        WaitUntil(_due, now, ref wait);
        return _isDue ? Progress.Ready : Progress.None;
    }
}
