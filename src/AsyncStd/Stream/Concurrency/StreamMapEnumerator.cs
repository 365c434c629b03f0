namespace AsyncStd.Stream;

/// <summary>Items of the streams of a <see cref="StreamMap{TKey, T}"/>.</summary>
internal sealed class StreamMapEnumerator<TKey, T>(StreamMap<TKey, T> map, CancellationToken cancellationToken) : ConcurrentEnumerator<(TKey Key, T Item)>(cancellationToken)
    where TKey : notnull
{
    private readonly Dictionary<Tributary<T>, StreamMapEntry<TKey, T>> _opened = [];
    private Confluence<T>? _confluence;

    protected override Exception? Failure => _confluence?.Failure;

    public override bool TryRead(out (TKey Key, T Item) item)
    {
        if (_confluence is { } confluence && confluence.TryRead(out T? next, out Tributary<T>? from))
        {
            item = (_opened[from].Key, next);
            return true;
        }

        item = default;
        return false;
    }

    /// <summary>From any thread.</summary>
    public void OnAdded() => Arrivals.Signal();

    protected override void Begin()
    {
        map.Attach(this);
        _confluence = new Confluence<T>(Arrivals, Runtime, Parent)
        {
            Ended = tributary => _opened.Remove(tributary, out StreamMapEntry<TKey, T>? entry) && map.OnEnded(entry),
        };
    }

    protected override Progress Advance(ref TimeSpan wait)
    {
        _confluence!.Drain();
        _confluence.ThrowIfFailed();
        map.OpenNew(entry =>
        {
            Tributary<T> tributary = _confluence.Open(entry.Stream);
            _opened.Add(tributary, entry);
            return tributary;
        });

        if (_confluence.HasOpen)
        {
            return Progress.Ready;
        }

        if (_confluence.Count > 0)
        {
            return Progress.None;
        }

        map.Detach(this);
        return Progress.Ended;
    }

    protected override void Stop() => _confluence?.Stop();

    protected override bool HasStopped() => _confluence is null || _confluence.HasStopped();

    protected override ValueTask OnStoppedAsync()
    {
        map.Detach(this);
        return default;
    }
}
