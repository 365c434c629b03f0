namespace AsyncStd.Prelude;

using AsyncStd.Stream;

// Operators that know what time it is, on the clock of the runtime.
public static partial class AsyncEnumerableExtensions
{
    extension<T>(IAsyncEnumerable<T> source)
    {
        /// <summary>Waits once, before the source is asked for its first item.</summary>
        /// <param name="duration">How long.</param>
        /// <returns>The same items.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The time is below zero.</exception>
        /// <remarks>
        /// <para>Time is that of the runtime's clock.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// await foreach (int number in AsyncSequence.Range(0, 3).Delay(TimeSpan.FromMilliseconds(5)))
        /// {
        ///     Console.WriteLine(number);
        /// }
        /// </code></example>
        public AsyncSequence<T> Delay(TimeSpan duration)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
            return new SourceSequence<T>(token => new DelayEnumerator<T>(Enumeration.Begin(source, token), duration, token));
        }

        /// <summary>Spaces items out: each is handed out so long after the one before, at least. None is dropped; the source waits.</summary>
        /// <param name="duration">How long from one to the next.</param>
        /// <returns>The same items.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The time is below zero.</exception>
        /// <remarks>
        /// <para>Time is that of the runtime's clock.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// await AsyncSequence.Range(0, 3).Throttle(TimeSpan.FromMilliseconds(5)).ForEachAsync(x => Console.WriteLine(x));
        /// </code></example>
        public AsyncSequence<T> Throttle(TimeSpan duration)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
            return new SourceSequence<T>(token => new ThrottleEnumerator<T>(Enumeration.Begin(source, token), duration, token));
        }

        /// <summary>The same items, if each comes within a time from when the consumer began to wait for it. If not, the source is stopped and waited for, and the enumeration fails.</summary>
        /// <param name="duration">How long the wait for an item may take; an item that is ready is in time.</param>
        /// <returns>The same items.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The time is below zero and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
        /// <remarks>
        /// <para>The source is waited for in a task of its own, a child of the scope in which the enumeration was begun.</para>
        /// <para>The enumeration throws a <see cref="TimeoutException"/>. <c>TryTimeout</c> goes on instead.</para>
        /// <para>Time is that of the runtime's clock.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// try
        /// {
        ///     await AsyncEnumerable.Pending&lt;int>().Timeout(TimeSpan.FromMilliseconds(5)).CountAsync();
        /// }
        /// catch (TimeoutException)
        /// {
        ///     Console.WriteLine("nothing came");
        /// }
        /// </code></example>
        public AsyncSequence<T> Timeout(TimeSpan duration)
        {
            ArgumentNullException.ThrowIfNull(source);
            Durations.CheckLimit(duration);
            return new SourceSequence<T>(token => new TimeoutEnumerator<T>(source, duration, token));
        }

        /// <summary>The items, and a word each time that none has come within a time; the source goes on.</summary>
        /// <param name="duration">How long the wait for an item may take; an item that is ready is in time.</param>
        /// <returns>Items that came in time, and between them (false, default).</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The time is not above zero.</exception>
        /// <remarks>
        /// <para>The source is waited for in a task of its own, a child of the scope in which the enumeration was begun.</para>
        /// <para>Time is that of the runtime's clock.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// await foreach ((bool inTime, int item) in AsyncSequence.Range(0, 3).TryTimeout(TimeSpan.FromSeconds(1)))
        /// {
        ///     Console.WriteLine(inTime ? $"{item}" : "still waiting");
        /// }
        /// </code></example>
        public AsyncSequence<(bool InTime, T? Item)> TryTimeout(TimeSpan duration)
        {
            ArgumentNullException.ThrowIfNull(source);
            Durations.CheckPeriod(duration);
            return new SourceSequence<(bool InTime, T? Item)>(token => new TryTimeoutEnumerator<T>(source, duration, token));
        }

        /// <summary>Items in arrays: one is handed out when it is full, or when its first item has waited so long.</summary>
        /// <param name="size">How many items are in an array at most; 1 or more.</param>
        /// <param name="duration">How long the first item of an array waits for others.</param>
        /// <returns>The arrays; none is empty.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or the time below zero and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
        /// <remarks>
        /// <para>The source is waited for in a task of its own, a child of the scope in which the enumeration was begun.</para>
        /// <para>At the end of the source, or when it fails, the array that was begun is handed out first. Not more items are taken than fit into it.</para>
        /// <para>Time is that of the runtime's clock.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// await foreach (int[] batch in AsyncSequence.Range(0, 10).ChunksTimeout(4, TimeSpan.FromMilliseconds(20)))
        /// {
        ///     Console.WriteLine(string.Join(' ', batch));
        /// }
        /// </code></example>
        public AsyncSequence<T[]> ChunksTimeout(int size, TimeSpan duration)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
            Durations.CheckLimit(duration);
            return new SourceSequence<T[]>(token => new ChunkEnumerator<T>(source, size, duration, token));
        }

        /// <summary>The latest item each time that none has come for a time: a burst becomes its last item.</summary>
        /// <param name="duration">How long it must be quiet.</param>
        /// <returns>The last item of each burst.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The time is below zero.</exception>
        /// <remarks>
        /// <para>The source is waited for in a task of its own, a child of the scope in which the enumeration was begun.</para>
        /// <para>At the end of the source, or when it fails, an item that is held back is handed out first.</para>
        /// <para>Time is that of the runtime's clock.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// int last = await AsyncSequence.Range(0, 100).Debounce(TimeSpan.FromMilliseconds(5)).FirstAsync(); // 99
        /// </code></example>
        public AsyncSequence<T> Debounce(TimeSpan duration)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
            return new SourceSequence<T>(token => new LatestEnumerator<T>(source, duration, isDebounce: true, token));
        }

        /// <summary>The latest item at each tick of a clock, if there was a new one since the last.</summary>
        /// <param name="period">The time from one tick to the next; above zero. The first tick comes one period after the enumeration began.</param>
        /// <returns>At most one item for each period.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The time is not above zero.</exception>
        /// <remarks>
        /// <para>The source is waited for in a task of its own, a child of the scope in which the enumeration was begun.</para>
        /// <para>At the end of the source, or when it fails, an item that is held back is handed out first.</para>
        /// <para>Time is that of the runtime's clock.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// static AsyncSequence&lt;double> Display(IAsyncEnumerable&lt;double> progress) => progress.Sample(TimeSpan.FromMilliseconds(40));
        /// </code></example>
        public AsyncSequence<T> Sample(TimeSpan period)
        {
            ArgumentNullException.ThrowIfNull(source);
            Durations.CheckPeriod(period);
            return new SourceSequence<T>(token => new LatestEnumerator<T>(source, period, isDebounce: false, token));
        }

        /// <summary>Items by their keys. A group is handed out as a whole when it is over: once so many items are in it, or so long after its first.</summary>
        /// <typeparam name="TKey">The type of the keys.</typeparam>
        /// <param name="keySelector">The key of an item.</param>
        /// <param name="size">How many items a group has at most; 1 or more.</param>
        /// <param name="duration">How long a group is open at most.</param>
        /// <param name="maxGroups">How many groups are open at a time, 1 or more; for one more, the oldest is closed and handed out.</param>
        /// <param name="comparer">Compares keys; null: as they compare themselves.</param>
        /// <returns>Groups, each an <see cref="IReadOnlyList{T}"/>, too. After its end a key begins a new group.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the time below zero and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
        /// <remarks>
        /// <para>The source is waited for in a task of its own, a child of the scope in which the enumeration was begun.</para>
        /// <para>At the end of the source, or when it fails, the groups that are open are handed out first, the oldest before.</para>
        /// <para>Time is that of the runtime's clock.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// await foreach (IGrouping&lt;int, int> group in AsyncSequence.Range(0, 20).GroupByUntil(x => x % 3, size: 4, TimeSpan.FromSeconds(1)))
        /// {
        ///     Console.WriteLine($"{group.Key}: {string.Join(' ', group)}");
        /// }
        /// </code></example>
        public AsyncSequence<IGrouping<TKey, T>> GroupByUntil<TKey>(Func<T, TKey> keySelector, int size, TimeSpan duration, int maxGroups = int.MaxValue, IEqualityComparer<TKey>? comparer = null)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(keySelector);
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(maxGroups, 1);
            Durations.CheckLimit(duration);
            var rule = new GroupRule<TKey, T>(keySelector, group => group.Count >= size, duration, maxGroups, GroupRule<TKey, T>.Wrap(comparer));
            return new SourceSequence<IGrouping<TKey, T>>(token => new KeyedGroupEnumerator<TKey, T>(source, rule, token));
        }

        /// <summary>Items by their keys. A group is handed out as a whole when a function says that it is over.</summary>
        /// <typeparam name="TKey">The type of the keys.</typeparam>
        /// <param name="keySelector">The key of an item.</param>
        /// <param name="isOver">Is asked after each item, with the items of its group.</param>
        /// <param name="maxGroups">How many groups are open at a time, 1 or more; for one more, the oldest is closed and handed out.</param>
        /// <param name="comparer">Compares keys; null: as they compare themselves.</param>
        /// <returns>Groups, each an <see cref="IReadOnlyList{T}"/>, too. After its end a key begins a new group.</returns>
        /// <exception cref="ArgumentNullException">The sequence or a function is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The number of groups is below 1.</exception>
        /// <remarks>
        /// <para>The source is waited for in a task of its own, a child of the scope in which the enumeration was begun.</para>
        /// <para>At the end of the source, or when it fails, the groups that are open are handed out first, the oldest before. A group grows for as long as the function lets it.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        public AsyncSequence<IGrouping<TKey, T>> GroupByUntil<TKey>(Func<T, TKey> keySelector, Func<IReadOnlyList<T>, bool> isOver, int maxGroups = int.MaxValue, IEqualityComparer<TKey>? comparer = null)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(keySelector);
            ArgumentNullException.ThrowIfNull(isOver);
            ArgumentOutOfRangeException.ThrowIfLessThan(maxGroups, 1);
            var rule = new GroupRule<TKey, T>(keySelector, isOver, System.Threading.Timeout.InfiniteTimeSpan, maxGroups, GroupRule<TKey, T>.Wrap(comparer));
            return new SourceSequence<IGrouping<TKey, T>>(token => new KeyedGroupEnumerator<TKey, T>(source, rule, token));
        }
    }
}
