namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Items of several sources, from whichever has one.</summary>
internal sealed class MergeEnumerator<T> : ConcurrentEnumerator<T>
{
    private readonly IReadOnlyList<IAsyncEnumerable<T>> _sources;
    private Confluence<T>? _confluence;

    public MergeEnumerator(IReadOnlyList<IAsyncEnumerable<T>> sources, CancellationToken cancellationToken)
        : base(cancellationToken) => _sources = sources;

    protected override Exception? Failure => _confluence?.Failure;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_confluence is { } confluence)
        {
            return confluence.TryRead(out item);
        }

        item = default;
        return false;
    }

    protected override void Begin()
    {
        _confluence = new Confluence<T>(Arrivals, Runtime, Parent);
        foreach (IAsyncEnumerable<T> source in _sources)
        {
            _confluence.Open(source);
        }
    }

    protected override Progress Advance(ref TimeSpan limit)
    {
        _confluence!.Drain();
        _confluence.ThrowIfFailed();
        return _confluence.HasOpen ? Progress.Ready : _confluence.IsOver ? Progress.Ended : Progress.None;
    }

    protected override void Stop() => _confluence?.Stop();

    protected override bool HasStopped() => _confluence is null || _confluence.HasStopped();
}
