namespace AsyncStd.Stream;

/// <summary>Reads a sequence to its end, or as far as a function wants.</summary>
internal static class SequenceResults
{
    /// <summary>Puts an item to what there is.</summary>
    /// <returns>Whether to go on.</returns>
    public delegate bool Put<T, TState>(ref TState state, T item);

    /// <summary>Reads items as long as a function wants them, and disposes of the source.</summary>
    public static async ValueTask<(bool IsComplete, TState State)> FoldAsync<T, TState>(IAsyncEnumerable<T> source, TState state, Put<T, TState> put, CancellationToken cancellationToken)
    {
        await using AsyncSequenceEnumerator<T> items = Enumeration.Begin(source, cancellationToken);
        do
        {
            if (!PutReady(items, ref state, put))
            {
                return (false, state);
            }
        }
        while (await items.WaitToReadAsync());

        return (true, state);
    }

    /// <summary>The same, for what makes something else of it in the end.</summary>
    public static async ValueTask<TResult> FoldAsync<T, TState, TResult>(
        IAsyncEnumerable<T> source, TState state, Put<T, TState> put, Func<bool, TState, TResult> result, CancellationToken cancellationToken)
    {
        (bool isComplete, state) = await FoldAsync(source, state, put, cancellationToken);
        return result(isComplete, state);
    }

    /// <summary>Calls an asynchronous function for each item as long as it wants them, and disposes of the source.</summary>
    public static async ValueTask<(bool IsComplete, TState State)> FoldAsync<T, TState>(
        IAsyncEnumerable<T> source, TState state, Func<TState, T, CancellationToken, ValueTask<(bool GoOn, TState State)>> func, CancellationToken cancellationToken)
    {
        await using AsyncSequenceEnumerator<T> items = Enumeration.Begin(source, cancellationToken);
        do
        {
            while (items.TryRead(out T? item))
            {
                (bool goOn, state) = await func(state, item, cancellationToken);
                if (!goOn)
                {
                    return (false, state);
                }
            }
        }
        while (await items.WaitToReadAsync());

        return (true, state);
    }

    /// <summary>Not within an async method, whose locals are fields.</summary>
    private static bool PutReady<T, TState>(AsyncSequenceEnumerator<T> items, ref TState state, Put<T, TState> put)
    {
        while (items.TryRead(out T? item))
        {
            if (!put(ref state, item))
            {
                return false;
            }
        }

        return true;
    }
}
