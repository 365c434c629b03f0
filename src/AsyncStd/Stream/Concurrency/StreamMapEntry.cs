namespace AsyncStd.Stream;

/// <summary>A stream of a <see cref="StreamMap{TKey, T}"/>. Changes under the lock of the map.</summary>
internal sealed class StreamMapEntry<TKey, T>(TKey key, IAsyncEnumerable<T> stream)
{
    public TKey Key { get; } = key;

    public IAsyncEnumerable<T> Stream { get; } = stream;

    /// <summary>Once it is being read.</summary>
    public Tributary<T>? Tributary { get; set; }

    public bool IsRemoved { get; set; }
}
