namespace AsyncStd.Stream;

/// <summary>Sources of items that are ready: sequences whose chains run without awaiting.</summary>
public static class AsyncSequence
{
    /// <summary>Counts.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="count">How many numbers.</param>
    /// <returns>The numbers from <paramref name="start"/> on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below zero, or the last number beyond <see cref="int.MaxValue"/>.</exception>
    /// <example><code>
    /// int even = await AsyncSequence.Range(0, 100).CountAsync(x => x % 2 == 0);
    /// </code></example>
    public static AsyncSequence<int> Range(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + count, (long)int.MaxValue + 1, nameof(count));
        return new SourceSequence<int>(token => new RangeEnumerator(start, count, token));
    }

    /// <summary>The items of a sequence that is not asynchronous.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items. Each enumeration enumerates them anew.</param>
    /// <returns>The same items.</returns>
    /// <exception cref="ArgumentNullException">The sequence is null.</exception>
    public static AsyncSequence<T> From<T>(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items is T[] array
            ? new SourceSequence<T>(token => new ArrayEnumerator<T>(array, token))
            : new SourceSequence<T>(token => new EnumerableEnumerator<T>(items, token));
    }
}
