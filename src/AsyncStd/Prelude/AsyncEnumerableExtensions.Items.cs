namespace AsyncStd.Prelude;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Stream;

// Operators that look at one item after the other.
public static partial class AsyncEnumerableExtensions
{
    extension<T>(IAsyncEnumerable<T> source)
    {
        /// <summary>The same items, as a sequence whose operators run items that are ready without awaiting.</summary>
        /// <returns>The sequence itself, if it is one of ours.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <remarks>
        /// <para>What a foreign sequence does between two items stays as it is; from there on the chain is ours.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        /// <example><code>
        /// static async Task&lt;int> SumOfEvenAsync(IAsyncEnumerable&lt;int> numbers)
        ///     => await numbers.AsSequence().Where(x => x % 2 == 0).AggregateAsync(0, (sum, x) => sum + x);
        /// </code></example>
        public AsyncSequence<T> AsSequence()
        {
            ArgumentNullException.ThrowIfNull(source);
            return Enumeration.AsSequence(source);
        }

        /// <summary>What all items so far come to, after each of them.</summary>
        /// <typeparam name="TState">The type of what they come to.</typeparam>
        /// <param name="seed">What there is before the first item; it is not handed out.</param>
        /// <param name="func">Adds an item.</param>
        /// <returns>One state for each item.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <example><code>
        /// List&lt;int> totals = await AsyncSequence.Range(1, 4).Scan(0, (total, x) => total + x).ToListAsync(); // 1, 3, 6, 10
        /// </code></example>
        public AsyncSequence<TState> Scan<TState>(TState seed, Func<TState, T, TState> func)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(func);
            return new PipeSequence<T, TState>(source, items => new ScanEnumerator<T, TState>(items, seed, func));
        }

        /// <summary>What all items so far come to, after each of them; the function is asynchronous, and called for one item after the other.</summary>
        /// <typeparam name="TState">The type of what they come to.</typeparam>
        /// <param name="seed">What there is before the first item; it is not handed out.</param>
        /// <param name="func">Adds an item; it gets the token of the enumeration.</param>
        /// <returns>One state for each item.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        public AsyncSequence<TState> Scan<TState>(TState seed, Func<TState, T, CancellationToken, ValueTask<TState>> func)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(func);
            return new SourceSequence<TState>(token =>
            {
                TState state = seed;
                return new StepEnumerator<T, TState>(Enumeration.Begin(source, token), item => Step.Of(func(state, item, token), made => Step<TState>.Of(state = made)));
            });
        }

        /// <summary>Shows each item to a function as it passes.</summary>
        /// <param name="inspect">The function.</param>
        /// <returns>The same items.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <example><code>
        /// int count = await AsyncSequence.Range(0, 3).Inspect(x => Console.WriteLine($"saw {x}")).CountAsync();
        /// </code></example>
        public AsyncSequence<T> Inspect(Action<T> inspect)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(inspect);
            return new PipeSequence<T, T>(source, items => new InspectEnumerator<T>(items, inspect));
        }

        /// <summary>Shows each item to an asynchronous function before it passes on.</summary>
        /// <param name="inspect">The function; it gets the token of the enumeration.</param>
        /// <returns>The same items.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        public AsyncSequence<T> Inspect(Func<T, CancellationToken, ValueTask> inspect)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(inspect);
            return new SourceSequence<T>(token => new StepEnumerator<T, T>(Enumeration.Begin(source, token), item => Step.After(item, inspect(item, token))));
        }

        /// <summary>The first item, and each so-many-th after it.</summary>
        /// <param name="step">How far it is from one to the next; 1 or more.</param>
        /// <returns>Each so-many-th item.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
        /// <example><code>
        /// List&lt;int> tens = await AsyncSequence.Range(0, 100).StepBy(10).ToListAsync();
        /// </code></example>
        public AsyncSequence<T> StepBy(int step)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
            return new PipeSequence<T, T>(source, items => new StepByEnumerator<T>(items, step));
        }

        /// <summary>The sequence again and again. Each round is a new enumeration; one that has nothing is the last.</summary>
        /// <returns>Rounds without end.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <example><code>
        /// List&lt;int> beats = await AsyncSequence.Range(1, 3).Cycle().Take(7).ToListAsync(); // 1, 2, 3, 1, 2, 3, 1
        /// </code></example>
        public AsyncSequence<T> Cycle()
        {
            ArgumentNullException.ThrowIfNull(source);
            return new SourceSequence<T>(token => new CycleEnumerator<T>(source, token));
        }

        /// <summary>What a function makes of the items it can make something of: those for which it answers null are left out.</summary>
        /// <typeparam name="TResult">The type of what is made.</typeparam>
        /// <param name="selector">The function.</param>
        /// <returns>What was made.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <example><code>
        /// static string? NameOf(int x) => x switch { 1 => "one", 3 => "three", _ => null };
        /// List&lt;string> names = await AsyncSequence.Range(0, 5).FilterMap(NameOf).ToListAsync();
        /// </code></example>
        public AsyncSequence<TResult> FilterMap<TResult>(Func<T, TResult?> selector)
            where TResult : class
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(selector);
            return new PipeSequence<T, TResult>(source, items => new FilterMapEnumerator<T, TResult>(items, (T item, [MaybeNullWhen(false)] out TResult result) =>
            {
                result = selector(item);
                return result is not null;
            }));
        }

        /// <summary>What a function makes of the items it can make something of: those for which it answers null are left out.</summary>
        /// <typeparam name="TResult">The type of what is made.</typeparam>
        /// <param name="selector">The function.</param>
        /// <returns>What was made.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        public AsyncSequence<TResult> FilterMap<TResult>(Func<T, TResult?> selector)
            where TResult : struct
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(selector);
            return new PipeSequence<T, TResult>(source, items => new FilterMapEnumerator<T, TResult>(items, (T item, out TResult result) =>
            {
                TResult? made = selector(item);
                result = made.GetValueOrDefault();
                return made.HasValue;
            }));
        }

        /// <summary>What a function of the shape of <c>int.TryParse</c> makes of the items it can make something of.</summary>
        /// <typeparam name="TResult">The type of what is made.</typeparam>
        /// <param name="convert">The function.</param>
        /// <returns>What was made.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <example><code>
        /// List&lt;int> numbers = await AsyncSequence.From(["1", "two", "3"]).FilterMap&lt;string, int>(int.TryParse).ToListAsync(); // 1, 3
        /// </code></example>
        public AsyncSequence<TResult> FilterMap<TResult>(TryFunc<T, TResult> convert)
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(convert);
            return new PipeSequence<T, TResult>(source, items => new FilterMapEnumerator<T, TResult>(items, convert));
        }

        /// <summary>What an asynchronous function makes of the items it can make something of: those for which it answers null are left out.</summary>
        /// <typeparam name="TResult">The type of what is made.</typeparam>
        /// <param name="selector">The function; it gets the token of the enumeration.</param>
        /// <returns>What was made.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        public AsyncSequence<TResult> FilterMap<TResult>(Func<T, CancellationToken, ValueTask<TResult?>> selector)
            where TResult : class
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(selector);
            return new SourceSequence<TResult>(token => new StepEnumerator<T, TResult>(
                Enumeration.Begin(source, token), item => Step.Of(selector(item, token), static made => new Step<TResult>(made is not null, made))));
        }

        /// <summary>What an asynchronous function makes of the items it can make something of: those for which it answers null are left out.</summary>
        /// <typeparam name="TResult">The type of what is made.</typeparam>
        /// <param name="selector">The function; it gets the token of the enumeration.</param>
        /// <returns>What was made.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        public AsyncSequence<TResult> FilterMap<TResult>(Func<T, CancellationToken, ValueTask<TResult?>> selector)
            where TResult : struct
        {
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(selector);
            return new SourceSequence<TResult>(token => new StepEnumerator<T, TResult>(
                Enumeration.Begin(source, token), item => Step.Of(selector(item, token), static made => new Step<TResult>(made.HasValue, made.GetValueOrDefault()))));
        }

        /// <summary>The same items, from an enumerator that is never asked again once it has said that it is over, or has failed.</summary>
        /// <returns>The same items.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <remarks>
        /// <para>Enumerators of this library and those that the C# compiler makes need it not; somebody else's may begin again, or fail, when they are asked after their end.</para>
        /// </remarks>
        /// <example><code>
        /// static AsyncSequence&lt;string> Careful(IAsyncEnumerable&lt;string> lines) => lines.Fuse();
        /// </code></example>
        public AsyncSequence<T> Fuse()
        {
            ArgumentNullException.ThrowIfNull(source);
            return new PipeSequence<T, T>(source, static items => new FuseEnumerator<T>(items));
        }

        /// <summary>Begins an enumeration in which one can look at the next item without taking it.</summary>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <returns>An enumerator, which must be disposed of.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <example><code>
        /// await using var words = AsyncSequence.From(["a", "b"]).Peekable();
        /// if (await words.PeekAsync())
        /// {
        ///     Console.WriteLine($"next will be {words.Peeked}");
        /// }
        /// </code></example>
        public PeekableEnumerator<T> Peekable(CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(source);
            return new PeekableEnumerator<T>(Enumeration.Begin(source, cancellationToken));
        }
    }
}
