namespace AsyncStd.Prelude;

using System.Threading.Channels;
using AsyncStd.Stream;

// Sources of sequences, beside those of LINQ.
public static partial class AsyncEnumerableExtensions
{
    extension(AsyncEnumerable)
    {
        /// <summary>Asks a function for each next item, until it answers null.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="next">The function. A second enumeration goes on with what it answers then.</param>
        /// <returns>What it answers.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        /// <example><code>
        /// int n = 0;
        /// List&lt;int> three = await AsyncEnumerable.FromFn(() => n &lt; 3 ? n++ : (int?)null).ToListAsync();
        /// </code></example>
        public static AsyncSequence<T> FromFn<T>(Func<T?> next)
            where T : struct
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.While(next);
        }

        /// <summary>Asks a function for each next item, until it answers null.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="next">The function. A second enumeration goes on with what it answers then.</param>
        /// <returns>What it answers.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        /// <example><code>
        /// static AsyncSequence&lt;string> Lines(TextReader reader) => AsyncEnumerable.FromFn(reader.ReadLine);
        /// </code></example>
        public static AsyncSequence<T> FromFn<T>(Func<T?> next)
            where T : class
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.While(next);
        }

        /// <summary>Asks an asynchronous function for each next item, until it answers null.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="next">The function; it gets the token of the enumeration. A second enumeration goes on with what it answers then.</param>
        /// <returns>What it answers.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        public static AsyncSequence<T> FromFn<T>(Func<CancellationToken, ValueTask<T?>> next)
            where T : struct
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.Async(next, static made => new Step<T>(made.HasValue, made.GetValueOrDefault(), !made.HasValue));
        }

        /// <summary>Asks an asynchronous function for each next item, until it answers null.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="next">The function; it gets the token of the enumeration. A second enumeration goes on with what it answers then.</param>
        /// <returns>What it answers.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        /// <example><code>
        /// static AsyncSequence&lt;string> Lines(TextReader reader) => AsyncEnumerable.FromFn(token => reader.ReadLineAsync(token));
        /// </code></example>
        public static AsyncSequence<T> FromFn<T>(Func<CancellationToken, ValueTask<T?>> next)
            where T : class
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.Async(next, static made => new Step<T>(made is not null, made, made is null));
        }

        /// <summary>One item again and again, without end. LINQ's <c>Repeat</c> has a count.</summary>
        /// <typeparam name="T">The type of the item.</typeparam>
        /// <param name="item">The item.</param>
        /// <returns>The item, without end.</returns>
        /// <example><code>
        /// List&lt;string> no = await AsyncEnumerable.RepeatForever("no").Take(3).ToListAsync();
        /// </code></example>
        public static AsyncSequence<T> RepeatForever<T>(T item)
            => Generators.RepeatWith(() => item);

        /// <summary>Asks a function for each next item, without end.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="next">The function.</param>
        /// <returns>What it answers.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        /// <example><code>
        /// List&lt;int> throws = await AsyncEnumerable.RepeatWith(() => Random.Shared.Next(1, 7)).Take(3).ToListAsync();
        /// </code></example>
        public static AsyncSequence<T> RepeatWith<T>(Func<T> next)
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.RepeatWith(next);
        }

        /// <summary>Asks an asynchronous function for each next item, without end.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="next">The function; it gets the token of the enumeration.</param>
        /// <returns>What it answers.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        public static AsyncSequence<T> RepeatWith<T>(Func<CancellationToken, ValueTask<T>> next)
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.Async(next, static made => Step<T>.Of(made));
        }

        /// <summary>Nothing, without an end: enumerating it ends only by cancellation.</summary>
        /// <typeparam name="T">The type of the items that do not come.</typeparam>
        /// <returns>A sequence that waits.</returns>
        /// <remarks>
        /// <em>Cancellation</em>: ends the wait, by the token of the enumeration or the scope of the calling code.
        /// </remarks>
        /// <example><code>
        /// static AsyncSequence&lt;int> Never() => AsyncEnumerable.Pending&lt;int>();
        /// </code></example>
        public static AsyncSequence<T> Pending<T>()
            => new SourceSequence<T>(static token => new PendingEnumerator<T>(token));

        /// <summary>Derives each item from the one before, until there is no next.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="first">The first item.</param>
        /// <param name="next">Makes the next item of one; null: it was the last.</param>
        /// <returns>The items.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        /// <example><code>
        /// List&lt;int> powers = await AsyncEnumerable.Successors(1, x => x &lt; 100 ? x * 2 : (int?)null).ToListAsync(); // 1, 2, 4 … 128
        /// </code></example>
        public static AsyncSequence<T> Successors<T>(T first, Func<T, T?> next)
            where T : struct
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.Successors(first, next);
        }

        /// <summary>Derives each item from the one before by an asynchronous function, until there is no next.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="first">The first item.</param>
        /// <param name="next">Makes the next item of one; null: it was the last. It gets the token of the enumeration.</param>
        /// <returns>The items.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        public static AsyncSequence<T> Successors<T>(T first, Func<T, CancellationToken, ValueTask<T?>> next)
            where T : struct
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.Successors(first, next);
        }

        /// <summary>Derives each item from the one before, until there is no next.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="first">The first item; null: there is none.</param>
        /// <param name="next">Makes the next item of one; null: it was the last.</param>
        /// <returns>The items.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        public static AsyncSequence<T> Successors<T>(T? first, Func<T, T?> next)
            where T : class
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.Successors(first, next);
        }

        /// <summary>Derives each item from the one before by an asynchronous function, until there is no next.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="first">The first item; null: there is none.</param>
        /// <param name="next">Makes the next item of one; null: it was the last. It gets the token of the enumeration.</param>
        /// <returns>The items.</returns>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        public static AsyncSequence<T> Successors<T>(T? first, Func<T, CancellationToken, ValueTask<T?>> next)
            where T : class
        {
            ArgumentNullException.ThrowIfNull(next);
            return Generators.Successors(first, next);
        }

        /// <summary>What can be received from a channel, until it is completed.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="reader">The channel's reader. Several enumerations share what comes.</param>
        /// <returns>The items.</returns>
        /// <exception cref="ArgumentNullException">The reader is null.</exception>
        /// <remarks>
        /// <para>Nothing is received ahead: what the consumer does not get to stays in the channel, through every operator that only waits, such as a merge.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// static AsyncSequence&lt;int> Both(System.Threading.Channels.ChannelReader&lt;int> first, System.Threading.Channels.ChannelReader&lt;int> second)
        ///     => AsyncEnumerable.FromChannel(first).Merge(AsyncEnumerable.FromChannel(second));
        /// </code></example>
        public static AsyncSequence<T> FromChannel<T>(ChannelReader<T> reader)
        {
            ArgumentNullException.ThrowIfNull(reader);
            return new SourceSequence<T>(token => new ChannelEnumerator<T>(reader, token));
        }

        /// <summary>The items of several sequences, from whichever has one; fair, if several have. See <see cref="Merge{T}(IAsyncEnumerable{T}, IAsyncEnumerable{T}[])"/>.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="sources">The sequences. Of none, nothing comes.</param>
        /// <returns>All items; those of one sequence in their order.</returns>
        /// <exception cref="ArgumentNullException">A sequence is null.</exception>
        /// <remarks>
        /// <para>Each source is waited for in a task of its own, a child of the scope in which the enumeration was begun. Waiting takes no item: what the consumer does not get to stays in the source, as far as that can leave it there. A foreign enumerator cannot, and may be one item ahead.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// int count = await AsyncEnumerable.Merge(Enumerable.Range(1, 5).Select(n => AsyncSequence.Range(0, n))).CountAsync();
        /// </code></example>
        public static AsyncSequence<T> Merge<T>(IEnumerable<IAsyncEnumerable<T>> sources)
        {
            ArgumentNullException.ThrowIfNull(sources);
            return Concurrent.Merge([.. sources]);
        }

        /// <summary>The first items of several sequences together, then the second, until one is over.</summary>
        /// <typeparam name="T">The type of the items.</typeparam>
        /// <param name="sources">The sequences. Of none, nothing comes.</param>
        /// <returns>Arrays with an item of each sequence, in their order.</returns>
        /// <exception cref="ArgumentNullException">A sequence is null.</exception>
        /// <remarks>
        /// <para>Each item is asked for after that of the sequence before it. LINQ's <c>Zip</c> takes two or three, of different types.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// List&lt;int[]> rows = await AsyncEnumerable.ZipMany([AsyncSequence.Range(0, 3), AsyncSequence.Range(10, 3), AsyncSequence.Range(20, 3)]).ToListAsync();
        /// </code></example>
        public static AsyncSequence<T[]> ZipMany<T>(IEnumerable<IAsyncEnumerable<T>> sources)
        {
            ArgumentNullException.ThrowIfNull(sources);
            return Concurrent.Zip([.. sources]);
        }
    }
}
