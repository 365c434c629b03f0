namespace AsyncStd.Stream;

/// <summary>How items are grouped, and when a group is over.</summary>
internal sealed record GroupRule<TKey, T>(
    Func<T, TKey> KeySelector, Func<IReadOnlyList<T>, bool> IsOver, TimeSpan Lifetime, int MaxGroups, IEqualityComparer<ValueTuple<TKey>>? Comparer)
{
    /// <summary>A comparer of keys, as one of tuples of one, in which a key may be null.</summary>
    public static IEqualityComparer<ValueTuple<TKey>>? Wrap(IEqualityComparer<TKey>? comparer) => comparer is null ? null : new KeyComparer(comparer);

    private sealed class KeyComparer(IEqualityComparer<TKey> comparer) : IEqualityComparer<ValueTuple<TKey>>
    {
        public bool Equals(ValueTuple<TKey> x, ValueTuple<TKey> y) => comparer.Equals(x.Item1, y.Item1);

        public int GetHashCode(ValueTuple<TKey> obj) => obj.Item1 is null ? 0 : comparer.GetHashCode(obj.Item1);
    }
}
