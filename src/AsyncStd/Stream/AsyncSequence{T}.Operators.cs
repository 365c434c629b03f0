namespace AsyncStd.Stream;

// LINQ's operators, over items that are ready.
public abstract partial class AsyncSequence<T>
{
    /// <summary>Makes something of each item.</summary>
    /// <typeparam name="TResult">The type of what is made.</typeparam>
    /// <param name="selector">The function.</param>
    /// <returns>What the function gives.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    public AsyncSequence<TResult> Select<TResult>(Func<T, TResult> selector)
    {
        RequireNotNull(selector);
        return Pipe<TResult>(source => new SelectEnumerator<T, TResult>(source, selector));
    }

    /// <summary>Makes something of each item, one after the other.</summary>
    /// <typeparam name="TResult">The type of what is made.</typeparam>
    /// <param name="selector">The function; it gets the token of the enumeration.</param>
    /// <returns>What the function gives.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    public AsyncSequence<TResult> Select<TResult>(Func<T, CancellationToken, ValueTask<TResult>> selector)
    {
        RequireNotNull(selector);
        return new SourceSequence<TResult>(token => new StepEnumerator<T, TResult>(
            GetAsyncEnumerator(token), item => Step.Of(selector(item, token), static made => Step<TResult>.Of(made))));
    }

    /// <summary>Lets through the items that pass a test.</summary>
    /// <param name="predicate">The test.</param>
    /// <returns>The items that passed.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    public AsyncSequence<T> Where(Func<T, bool> predicate)
    {
        RequireNotNull(predicate);
        return Pipe(source => new WhereEnumerator<T>(source, predicate));
    }

    /// <summary>Lets through the items that pass a test, one after the other.</summary>
    /// <param name="predicate">The test; it gets the token of the enumeration.</param>
    /// <returns>The items that passed.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    public AsyncSequence<T> Where(Func<T, CancellationToken, ValueTask<bool>> predicate)
    {
        RequireNotNull(predicate);
        return new SourceSequence<T>(token => new StepEnumerator<T, T>(
            GetAsyncEnumerator(token), item => Step.Of(item, predicate(item, token), static (item, passed) => new Step<T>(passed, item))));
    }

    /// <summary>The first so many items. The source is not asked for more.</summary>
    /// <param name="count">How many; none if it is below 1.</param>
    /// <returns>At most so many items.</returns>
    public AsyncSequence<T> Take(int count) => Pipe(source => new TakeEnumerator<T>(source, count));

    /// <summary>All but the first so many items.</summary>
    /// <param name="count">How many are left out; none if it is below 1.</param>
    /// <returns>The items after them.</returns>
    public AsyncSequence<T> Skip(int count) => Pipe(source => new SkipEnumerator<T>(source, count));

    /// <summary>The items before the first that fails a test.</summary>
    /// <param name="predicate">The test.</param>
    /// <returns>The items that passed, until one did not.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    public AsyncSequence<T> TakeWhile(Func<T, bool> predicate)
    {
        RequireNotNull(predicate);
        return Pipe(source => new TakeWhileEnumerator<T>(source, predicate));
    }

    /// <summary>The items from the first on that fails a test.</summary>
    /// <param name="predicate">The test.</param>
    /// <returns>That item and all after it.</returns>
    /// <exception cref="ArgumentNullException">The test is null.</exception>
    public AsyncSequence<T> SkipWhile(Func<T, bool> predicate)
    {
        RequireNotNull(predicate);
        return Pipe(source => new SkipWhileEnumerator<T>(source, predicate));
    }

    /// <summary>The items with their numbers, from 0.</summary>
    /// <returns>Pairs of number and item.</returns>
    public AsyncSequence<(int Index, T Item)> Index() => Pipe(static source => new IndexEnumerator<T>(source));

    /// <summary>Each item once: the first of equal ones.</summary>
    /// <param name="comparer">Compares items; null: as they compare themselves.</param>
    /// <returns>The items that were not there before. All of them are remembered.</returns>
    public AsyncSequence<T> Distinct(IEqualityComparer<T>? comparer = null) => Pipe(source => new DistinctEnumerator<T>(source, comparer));

    /// <summary>Items in arrays of one size; the last may be shorter.</summary>
    /// <param name="size">How many items are in an array; 1 or more.</param>
    /// <returns>The arrays.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public AsyncSequence<T[]> Chunk(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return Pipe(source => new FixedChunkEnumerator<T>(source, size));
    }

    /// <summary>This sequence, and then another.</summary>
    /// <param name="second">The other. It is begun when this one is over.</param>
    /// <returns>The items of both.</returns>
    /// <exception cref="ArgumentNullException">The other is null.</exception>
    public AsyncSequence<T> Concat(IAsyncEnumerable<T> second)
    {
        RequireNotNull(second);
        return new SourceSequence<T>(token => new ConcatEnumerator<T>(
            turn => turn switch
            {
                0 => this,
                1 => second,
                _ => null,
            },
            token));
    }

    /// <summary>This sequence, and then one item.</summary>
    /// <param name="element">The item.</param>
    /// <returns>One item more.</returns>
    public AsyncSequence<T> Append(T element) => Concat(AsyncSequence.From([element]));

    /// <summary>One item, and then this sequence.</summary>
    /// <param name="element">The item.</param>
    /// <returns>One item more.</returns>
    public AsyncSequence<T> Prepend(T element) => AsyncSequence.From([element]).Concat(this);

    /// <summary>The items of the sequences that are made of the items, one sequence after the other.</summary>
    /// <typeparam name="TResult">The type of the items of those.</typeparam>
    /// <param name="selector">Makes a sequence of an item.</param>
    /// <returns>Their items.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    public AsyncSequence<TResult> SelectMany<TResult>(Func<T, IAsyncEnumerable<TResult>> selector)
    {
        RequireNotNull(selector);
        return new SourceSequence<TResult>(token => new SelectManyEnumerator<T, TResult>(GetAsyncEnumerator(token), item => Enumeration.Begin(selector(item), token)));
    }

    /// <summary>The items of the sequences that are made of the items, one sequence after the other.</summary>
    /// <typeparam name="TResult">The type of the items of those.</typeparam>
    /// <param name="selector">Makes a sequence of an item.</param>
    /// <returns>Their items.</returns>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    public AsyncSequence<TResult> SelectMany<TResult>(Func<T, IEnumerable<TResult>> selector)
    {
        RequireNotNull(selector);
        return new SourceSequence<TResult>(token => new SelectManyEnumerator<T, TResult>(GetAsyncEnumerator(token), item => new EnumerableEnumerator<TResult>(selector(item), token)));
    }

    /// <summary>The first items of two sequences together, then the second, until one is over.</summary>
    /// <typeparam name="TSecond">The type of the items of the other.</typeparam>
    /// <param name="second">The other.</param>
    /// <returns>Pairs.</returns>
    /// <exception cref="ArgumentNullException">The other is null.</exception>
    public AsyncSequence<(T First, TSecond Second)> Zip<TSecond>(IAsyncEnumerable<TSecond> second)
    {
        RequireNotNull(second);
        return new SourceSequence<(T First, TSecond Second)>(token => new PairEnumerator<T, TSecond>(GetAsyncEnumerator(token), Enumeration.Begin(second, token)));
    }
}
