namespace AsyncStd.Stream;

using System.Collections;

/// <summary>Items with the same key.</summary>
internal sealed class ItemGroup<TKey, T>(TKey key, TimeSpan due) : IGrouping<TKey, T>, IReadOnlyList<T>
{
    private readonly List<T> _items = [];

    public TKey Key { get; } = key;

    /// <summary>When the group is over at the latest.</summary>
    public TimeSpan Due { get; } = due;

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    public void Add(T item) => _items.Add(item);

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
