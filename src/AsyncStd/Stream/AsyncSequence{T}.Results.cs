namespace AsyncStd.Stream;

// LINQ's operators that end a chain, over items that are ready.
public abstract partial class AsyncSequence<T>
{
    /// <summary>Puts all items together.</summary>
    /// <typeparam name="TAccumulate">The type of what they are put together to.</typeparam>
    /// <param name="seed">What there is before the first item.</param>
    /// <param name="func">Adds an item.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>What the last call gave.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration; what was put together is gone.</remarks>
    public ValueTask<TAccumulate> AggregateAsync<TAccumulate>(TAccumulate seed, Func<TAccumulate, T, TAccumulate> func, CancellationToken cancellationToken = default)
    {
        RequireNotNull(func);
        return Core(this, seed, func, cancellationToken);

        static async ValueTask<TAccumulate> Core(AsyncSequence<T> source, TAccumulate all, Func<TAccumulate, T, TAccumulate> func, CancellationToken token)
        {
            await using AsyncSequenceEnumerator<T> items = source.GetAsyncEnumerator(token);
            do
            {
                all = AggregateReady(items, all, func);
            }
            while (await items.WaitToReadAsync());

            return all;
        }
    }

    /// <summary>How many items there are.</summary>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<int> CountAsync(CancellationToken cancellationToken = default)
    {
        return SequenceResults.FoldAsync(this, 0, static (ref count, _) =>
        {
            count = checked(count + 1);
            return true;
        }, static (_, count) => count, cancellationToken);
    }

    /// <summary>How many items pass a test.</summary>
    /// <param name="predicate">The test.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<int> CountAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
    {
        RequireNotNull(predicate);
        return SequenceResults.FoldAsync(this, 0, (ref count, item) =>
        {
            count = checked(count + (predicate(item) ? 1 : 0));
            return true;
        }, static (_, count) => count, cancellationToken);
    }

    /// <summary>How many items there are, also if that is beyond an <see cref="int"/>.</summary>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<long> LongCountAsync(CancellationToken cancellationToken = default)
    {
        return SequenceResults.FoldAsync(this, 0L, static (ref count, _) =>
        {
            count = checked(count + 1);
            return true;
        }, static (_, count) => count, cancellationToken);
    }

    /// <summary>Whether there is an item.</summary>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<bool> AnyAsync(CancellationToken cancellationToken = default)
    {
        return SequenceResults.FoldAsync(this, 0, static (ref _, _) => false, static (isComplete, _) => !isComplete, cancellationToken);
    }

    /// <summary>Whether an item passes a test. The source is not asked further than that.</summary>
    /// <param name="predicate">The test.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>Whether one does.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<bool> AnyAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
    {
        RequireNotNull(predicate);
        return SequenceResults.FoldAsync(this, 0, (ref _, item) => !predicate(item), static (isComplete, _) => !isComplete, cancellationToken);
    }

    /// <summary>Whether all items pass a test. The source is not asked beyond the first that does not.</summary>
    /// <param name="predicate">The test.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>Whether all do.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<bool> AllAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
    {
        RequireNotNull(predicate);
        return SequenceResults.FoldAsync(this, 0, (ref _, item) => predicate(item), static (isComplete, _) => isComplete, cancellationToken);
    }

    /// <summary>Whether an item is there.</summary>
    /// <param name="value">The item.</param>
    /// <param name="comparer">Compares items; null: as they compare themselves.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>Whether it is.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<bool> ContainsAsync(T value, IEqualityComparer<T>? comparer = null, CancellationToken cancellationToken = default)
    {
        comparer ??= EqualityComparer<T>.Default;
        return SequenceResults.FoldAsync(this, 0, (ref _, item) => !comparer.Equals(item, value), static (isComplete, _) => !isComplete, cancellationToken);
    }

    /// <summary>The first item.</summary>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The item.</returns>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<T> FirstAsync(CancellationToken cancellationToken = default)
    {
        return SequenceResults.FoldAsync(this, default(T)!, static (ref first, item) =>
        {
            first = item;
            return false;
        }, static (isComplete, first) => isComplete ? throw new InvalidOperationException("The sequence has no items.") : first, cancellationToken);
    }

    /// <summary>The first item that passes a test.</summary>
    /// <param name="predicate">The test.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<T> FirstAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
    {
        RequireNotNull(predicate);
        return SequenceResults.FoldAsync(this, default(T)!, (ref first, item) =>
        {
            first = item;
            return !predicate(item);
        }, static (isComplete, first) => isComplete ? throw new InvalidOperationException("No item of the sequence passed the test.") : first, cancellationToken);
    }

    /// <summary>The first item, if there is one.</summary>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The item, or the default of its type.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<T?> FirstOrDefaultAsync(CancellationToken cancellationToken = default)
    {
        return SequenceResults.FoldAsync(this, default(T), static (ref first, item) =>
        {
            first = item;
            return false;
        }, static (_, first) => first, cancellationToken);
    }

    /// <summary>The first item that passes a test, if there is one.</summary>
    /// <param name="predicate">The test.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The item, or the default of its type.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<T?> FirstOrDefaultAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
    {
        RequireNotNull(predicate);
        return SequenceResults.FoldAsync(this, default(T), (ref first, item) =>
        {
            bool passed = predicate(item);
            first = passed ? item : first;
            return !passed;
        }, static (_, first) => first, cancellationToken);
    }

    /// <summary>All items, in a list.</summary>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The list.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<List<T>> ToListAsync(CancellationToken cancellationToken = default)
    {
        return SequenceResults.FoldAsync(this, new List<T>(), static (ref list, item) =>
        {
            list.Add(item);
            return true;
        }, static (_, list) => list, cancellationToken);
    }

    /// <summary>All items, in an array.</summary>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>The array.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<T[]> ToArrayAsync(CancellationToken cancellationToken = default)
    {
        return SequenceResults.FoldAsync(this, new List<T>(), static (ref list, item) =>
        {
            list.Add(item);
            return true;
        }, static (_, list) => list.ToArray(), cancellationToken);
    }

    /// <summary>Calls a function for each item.</summary>
    /// <param name="action">The function.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>A task that ends when it was called for all.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public async ValueTask ForEachAsync(Action<T> action, CancellationToken cancellationToken = default)
    {
        RequireNotNull(action);
        await SequenceResults.FoldAsync(this, 0, (ref _, item) =>
        {
            action(item);
            return true;
        }, cancellationToken);
    }

    /// <summary>Calls a function for each item, one after the other.</summary>
    /// <param name="action">The function; it gets the token of the enumeration.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>A task that ends when the last call has.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public async ValueTask ForEachAsync(Func<T, CancellationToken, ValueTask> action, CancellationToken cancellationToken = default)
    {
        RequireNotNull(action);
        await using AsyncSequenceEnumerator<T> items = GetAsyncEnumerator(cancellationToken);
        do
        {
            while (items.TryRead(out T? item))
            {
                await action(item, cancellationToken);
            }
        }
        while (await items.WaitToReadAsync());
    }

    /// <summary>Puts all items together, beginning with the first.</summary>
    /// <param name="func">Adds an item.</param>
    /// <param name="cancellationToken">Cancels the enumeration.</param>
    /// <returns>What the last call gave; the first item, if it is the only one.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="InvalidOperationException">There are no items.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</remarks>
    public ValueTask<T> AggregateAsync(Func<T, T, T> func, CancellationToken cancellationToken = default)
    {
        RequireNotNull(func);
        return SequenceResults.FoldAsync(this, (HasItem: false, All: default(T)!), (ref state, item) =>
        {
            state = (true, state.HasItem ? func(state.All, item) : item);
            return true;
        }, static (_, state) => state.HasItem ? state.All : throw new InvalidOperationException("The sequence has no items."), cancellationToken);
    }

    /// <summary>Not within an async method, whose locals are fields.</summary>
    private static TAccumulate AggregateReady<TAccumulate>(AsyncSequenceEnumerator<T> items, TAccumulate all, Func<TAccumulate, T, TAccumulate> func)
    {
        while (items.TryRead(out T? item))
        {
            all = func(all, item);
        }

        return all;
    }
}
