namespace AsyncStd.Prelude;

using AsyncStd.Stream;

// Operators that end a chain.
public static partial class AsyncEnumerableExtensions
{
    extension<T>(IAsyncEnumerable<T> source)
    {
        /// <summary>Puts items together until a function says that it is enough.</summary>
        /// <typeparam name="TState">The type of what they are put together to.</typeparam>
        /// <param name="seed">What there is before the first item.</param>
        /// <param name="func">Adds an item, and says whether to go on.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>Whether all items were used, and what the last call gave.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        /// <example><code>
        /// (bool isComplete, int sum) = await AsyncSequence.Range(1, 100).TryFoldAsync(0, (sum, x) => (sum + x &lt; 50, sum + x));
        /// </code></example>
        public ValueTask<(bool IsComplete, TState State)> TryFoldAsync<TState>(TState seed, Func<TState, T, (bool GoOn, TState State)> func, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(func);
            return SequenceResults.FoldAsync(source, seed, (ref state, item) =>
            {
                (bool goOn, state) = func(state, item);
                return goOn;
            }, cancellationToken);
        }

        /// <summary>Puts items together until an asynchronous function says that it is enough.</summary>
        /// <typeparam name="TState">The type of what they are put together to.</typeparam>
        /// <param name="seed">What there is before the first item.</param>
        /// <param name="func">Adds an item, and says whether to go on; it gets the token of the enumeration.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>Whether all items were used, and what the last call gave.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        public ValueTask<(bool IsComplete, TState State)> TryFoldAsync<TState>(TState seed, Func<TState, T, CancellationToken, ValueTask<(bool GoOn, TState State)>> func, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(func);
            return SequenceResults.FoldAsync(source, seed, func, cancellationToken);
        }

        /// <summary>Calls a function for each item until it says that it is enough.</summary>
        /// <param name="func">The function; it says whether to go on.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>Whether it was called for all.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        /// <example><code>
        /// bool all = await AsyncSequence.Range(0, 10).TryForEachAsync(x =>
        /// {
        ///     Console.WriteLine(x);
        ///     return x &lt; 3;
        /// });
        /// </code></example>
        public ValueTask<bool> TryForEachAsync(Func<T, bool> func, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(func);
            return SequenceResults.FoldAsync(source, 0, (ref _, item) => func(item), static (isComplete, _) => isComplete, cancellationToken);
        }

        /// <summary>Calls an asynchronous function for each item, one after the other, until it says that it is enough.</summary>
        /// <param name="func">The function; it says whether to go on, and gets the token of the enumeration.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>Whether it was called for all.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        public async ValueTask<bool> TryForEachAsync(Func<T, CancellationToken, ValueTask<bool>> func, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(func);
            (bool isComplete, _) = await SequenceResults.FoldAsync(source, 0, async (_, item, token) => (await func(item, token), 0), cancellationToken);
            return isComplete;
        }

        /// <summary>The first answer of a function that is not null. The source is not asked further than that.</summary>
        /// <typeparam name="TResult">The type of the answer.</typeparam>
        /// <param name="selector">The function.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>The answer; null if there was none.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        /// <example><code>
        /// static string? NameOf(int x) => x == 3 ? "three" : null;
        /// string? name = await AsyncSequence.Range(0, 5).FindMapAsync(NameOf);
        /// </code></example>
        public ValueTask<TResult?> FindMapAsync<TResult>(Func<T, TResult?> selector, CancellationToken cancellationToken = default)
            where TResult : class
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(selector);
            return SequenceResults.FoldAsync(source, default(TResult), (ref found, item) => (found = selector(item)) is null, static (_, found) => found, cancellationToken);
        }

        /// <summary>The first answer of a function that is not null. The source is not asked further than that.</summary>
        /// <typeparam name="TResult">The type of the answer.</typeparam>
        /// <param name="selector">The function.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>The answer; null if there was none.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        public ValueTask<TResult?> FindMapAsync<TResult>(Func<T, TResult?> selector, CancellationToken cancellationToken = default)
            where TResult : struct
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(selector);
            return SequenceResults.FoldAsync(source, default(TResult?), (ref found, item) => (found = selector(item)) is null, static (_, found) => found, cancellationToken);
        }

        /// <summary>The first answer of an asynchronous function that is not null. The source is not asked further than that.</summary>
        /// <typeparam name="TResult">The type of the answer.</typeparam>
        /// <param name="selector">The function; it gets the token of the enumeration.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>The answer; null if there was none.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        public async ValueTask<TResult?> FindMapAsync<TResult>(Func<T, CancellationToken, ValueTask<TResult?>> selector, CancellationToken cancellationToken = default)
            where TResult : class
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(selector);
            (_, TResult? answer) = await SequenceResults.FoldAsync(source, default(TResult?), async (_, item, token) =>
            {
                TResult? found = await selector(item, token);
                return (found is null, found);
            }, cancellationToken);
            return answer;
        }

        /// <summary>The first answer of an asynchronous function that is not null. The source is not asked further than that.</summary>
        /// <typeparam name="TResult">The type of the answer.</typeparam>
        /// <param name="selector">The function; it gets the token of the enumeration.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>The answer; null if there was none.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        public async ValueTask<TResult?> FindMapAsync<TResult>(Func<T, CancellationToken, ValueTask<TResult?>> selector, CancellationToken cancellationToken = default)
            where TResult : struct
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(selector);
            (_, TResult? answer) = await SequenceResults.FoldAsync(source, default(TResult?), async (_, item, token) =>
            {
                TResult? found = await selector(item, token);
                return (found is null, found);
            }, cancellationToken);
            return answer;
        }

        /// <summary>The number of the first item that passes a test. The source is not asked further than that.</summary>
        /// <param name="predicate">The test.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>Its number, from 0; -1 if none passed.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the test is null.</exception>
        /// <exception cref="OverflowException">It is beyond <see cref="int.MaxValue"/>.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        /// <example><code>
        /// int position = await AsyncSequence.From(["a", "b", "c"]).PositionAsync(x => x == "b"); // 1
        /// </code></example>
        public ValueTask<int> PositionAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(predicate);
            return SequenceResults.FoldAsync(source, 0, (ref position, item) =>
            {
                if (predicate(item))
                {
                    return false;
                }

                position = checked(position + 1);
                return true;
            }, static (isComplete, position) => isComplete ? -1 : position, cancellationToken);
        }

        /// <summary>Parts items into those that pass a test and those that do not.</summary>
        /// <param name="predicate">The test.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>Two lists.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the test is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        /// <example><code>
        /// (List&lt;int> even, List&lt;int> odd) = await AsyncSequence.Range(0, 10).PartitionAsync(x => x % 2 == 0);
        /// </code></example>
        public async ValueTask<(List<T> Passed, List<T> Failed)> PartitionAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(predicate);
            (_, (List<T>, List<T>) lists) = await SequenceResults.FoldAsync(source, (Passed: new List<T>(), Failed: new List<T>()), (ref lists, item) =>
            {
                (predicate(item) ? lists.Passed : lists.Failed).Add(item);
                return true;
            }, cancellationToken);
            return lists;
        }

        /// <summary>Compares with another sequence, item by item: the first two that differ decide; of two equal beginnings the shorter is smaller.</summary>
        /// <param name="other">The other sequence.</param>
        /// <param name="comparer">Compares items; null: as they compare themselves.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>Below zero: this one is smaller; zero: they are equal; above zero: this one is greater.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the other is null.</exception>
        /// <exception cref="ArgumentException">The items do not compare themselves, and there is no comparer.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Less, at most, at least and more than are the sign of this. For equality alone, LINQ has <c>SequenceEqualAsync</c>, which needs no order.</para>
        /// <para><em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.</para>
        /// </remarks>
        /// <example><code>
        /// bool isBefore = await AsyncSequence.From([1, 2]).CompareAsync(AsyncSequence.From([1, 2, 0])) &lt; 0;
        /// </code></example>
        public ValueTask<int> CompareAsync(IAsyncEnumerable<T> other, IComparer<T>? comparer = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(other);
            return SequenceComparison.CompareAsync(source, other, comparer ?? Comparer<T>.Default, cancellationToken);
        }
    }

    extension<TFirst, TSecond>(IAsyncEnumerable<(TFirst First, TSecond Second)> source)
    {
        /// <summary>Splits pairs into two lists.</summary>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>The first and the second items.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <em>Cancellation</em>: ends the enumeration and disposes of the source; what was made of it so far is gone.
        /// </remarks>
        /// <example><code>
        /// (List&lt;int> numbers, List&lt;string> names) = await AsyncSequence.From([(1, "one"), (2, "two")]).UnzipAsync();
        /// </code></example>
        public async ValueTask<(List<TFirst> First, List<TSecond> Second)> UnzipAsync(CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            (_, (List<TFirst>, List<TSecond>) lists) = await SequenceResults.FoldAsync(source, (First: new List<TFirst>(), Second: new List<TSecond>()), static (ref lists, item) =>
            {
                lists.First.Add(item.First);
                lists.Second.Add(item.Second);
                return true;
            }, cancellationToken);
            return lists;
        }
    }
}
