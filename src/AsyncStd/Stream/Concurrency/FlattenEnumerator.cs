namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Items of a sequence of sequences, of so many at a time, from whichever has one.</summary>
internal sealed class FlattenEnumerator<T>(IAsyncEnumerable<IAsyncEnumerable<T>> source, int limit, CancellationToken cancellationToken) : ConcurrentEnumerator<T>(cancellationToken)
{
    private Confluence<IAsyncEnumerable<T>>? _outer;
    private Confluence<T>? _inner;

    protected override Exception? Failure => _outer?.Failure ?? _inner?.Failure;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_inner is { } inner)
        {
            return inner.TryRead(out item);
        }

        item = default;
        return false;
    }

    protected override void Begin()
    {
        _outer = new Confluence<IAsyncEnumerable<T>>(Arrivals, Runtime, Parent);
        _inner = new Confluence<T>(Arrivals, Runtime, Parent);
        _outer.Open(source);
    }

    protected override Progress Advance(ref TimeSpan wait)
    {
        _inner!.Drain();
        _outer!.Drain();
        while (_inner.Count < limit && _outer.TryRead(out IAsyncEnumerable<T>? next))
        {
            _inner.Open(next ?? throw new InvalidOperationException("A sequence in the sequence is null."));
        }

        _inner.ThrowIfFailed();
        _outer.ThrowIfFailed();
        return _inner.HasOpen ? Progress.Ready : _inner.IsOver && _outer.IsOver ? Progress.Ended : Progress.None;
    }

    protected override void Stop()
    {
        _outer?.Stop();
        _inner?.Stop();
    }

    protected override bool HasStopped() => (_outer?.HasStopped() ?? true) & (_inner?.HasStopped() ?? true);
}
