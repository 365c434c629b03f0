namespace AsyncStd.Stream;

/// <summary>Compares sequences.</summary>
internal static class SequenceComparison
{
    public static async ValueTask<int> CompareAsync<T>(IAsyncEnumerable<T> source, IAsyncEnumerable<T> other, IComparer<T> comparer, CancellationToken cancellationToken)
    {
        await using AsyncSequenceEnumerator<T> left = Enumeration.Begin(source, cancellationToken);
        await using AsyncSequenceEnumerator<T> right = Enumeration.Begin(other, cancellationToken);
        while (true)
        {
            bool hasLeft = await left.MoveNextAsync();
            bool hasRight = await right.MoveNextAsync();
            if (!hasLeft || !hasRight)
            {
                return hasLeft.CompareTo(hasRight);
            }

            int order = comparer.Compare(left.Current, right.Current);
            if (order != 0)
            {
                return order;
            }
        }
    }
}
