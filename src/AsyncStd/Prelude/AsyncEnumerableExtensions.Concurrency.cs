namespace AsyncStd.Prelude;

using AsyncStd.Runtimes;
using AsyncStd.Stream;

// Operators that wait for several sequences at once.
public static partial class AsyncEnumerableExtensions
{
    extension<T>(IAsyncEnumerable<T> source)
    {
        /// <summary>The items of this and other sequences, from whichever has one; fair, if several have.</summary>
        /// <param name="others">The other sequences.</param>
        /// <returns>All items; those of one sequence in their order.</returns>
        /// <exception cref="ArgumentNullException">A sequence is null.</exception>
        /// <remarks>
        /// <para>Each source is waited for in a task of its own, a child of the scope in which the enumeration was begun. Waiting takes no item: what the consumer does not get to stays in the source, as far as that can leave it there. A foreign enumerator cannot, and may be one item ahead.</para>
        /// <para>It ends when all have. If one fails, the others are stopped and waited for, and then the failure is thrown. Further failures go to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// int sum = await AsyncSequence.Range(0, 3).Merge(AsyncSequence.Range(10, 3)).AggregateAsync(0, (sum, x) => sum + x);
        /// </code></example>
        public AsyncSequence<T> Merge(params IAsyncEnumerable<T>[] others)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(others);
            return Concurrent.Merge([source, .. others]);
        }

        /// <summary>The sequence, enumerated once for all who enumerate this at the same time. Each gets every item from the moment on that he came.</summary>
        /// <param name="capacity">How many items the fastest may be ahead of the slowest, who otherwise holds the others up; 1 or more.</param>
        /// <returns>A sequence that can be enumerated by anybody at any time.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
        /// <remarks>
        /// <para>The source is enumerated in a task of its own, a child of the scope in which this was called. It begins with the first consumer, and is stopped and disposed of when the last has left; who comes then begins it anew. Its failure reaches every consumer, after the items before it.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// AsyncSequence&lt;int> shared = AsyncSequence.Range(0, 1000).Share(capacity: 16);
        /// int[] counts = await Task.WhenAll(Task.Spawn(() => shared.CountAsync()).AsTask(), Task.Spawn(() => shared.CountAsync()).AsTask());
        /// </code></example>
        public AsyncSequence<T> Share(int capacity = 1)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
            return new SharedSequence<T>(source, capacity);
        }

        /// <summary>The sequence, enumerated once for a fixed number of readers, each of which gets every item.</summary>
        /// <param name="readers">How many readers; 1 or more.</param>
        /// <param name="capacity">How many items the fastest may be ahead of the slowest, who otherwise holds the others up; 1 or more.</param>
        /// <returns>So many sequences. Each is to be enumerated, once: one that never is holds the others up.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
        /// <remarks>
        /// <para>The source is enumerated in a task of its own, a child of the scope in which this was called. It is stopped and disposed of when all readers have left. Its failure reaches every reader, after the items before it.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// AsyncSequence&lt;int>[] both = AsyncSequence.Range(0, 100).Broadcast(2);
        /// (int even, int odd) = await Task.Join(
        ///     async () => await both[0].CountAsync(x => x % 2 == 0),
        ///     async () => await both[1].CountAsync(x => x % 2 == 1));
        /// </code></example>
        public AsyncSequence<T>[] Broadcast(int readers, int capacity = 1)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(readers, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
            return Concurrent.Broadcast(source, readers, capacity);
        }
    }

    extension<T>(IAsyncEnumerable<IAsyncEnumerable<T>> source)
    {
        /// <summary>The items of a sequence of sequences, of so many of them at a time, from whichever has one.</summary>
        /// <param name="limit">How many inner sequences are open at a time; 1 or more. The next one is asked for when one has ended.</param>
        /// <returns>All items; those of one inner sequence in their order.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para>Each source is waited for in a task of its own, a child of the scope in which the enumeration was begun. Waiting takes no item: what the consumer does not get to stays in the source, as far as that can leave it there. A foreign enumerator cannot, and may be one item ahead.</para>
        /// <para>If one fails, the others are stopped and waited for, and then the failure is thrown. For one inner sequence after the other, LINQ has <c>SelectMany</c>.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// int count = await AsyncSequence.Range(1, 5).Select(n => AsyncSequence.Range(0, n)).FlattenUnordered(limit: 2).CountAsync();
        /// </code></example>
        public AsyncSequence<T> FlattenUnordered(int limit)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
            return Concurrent.Flatten(source, limit);
        }
    }
}
