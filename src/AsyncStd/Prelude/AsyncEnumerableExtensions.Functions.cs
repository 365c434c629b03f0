namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Stream;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Operators that run functions beside each other.
public static partial class AsyncEnumerableExtensions
{
    extension<T>(IAsyncEnumerable<T> source)
    {
        /// <summary>Calls a function for each item, up to so many calls at a time, and gives the results in the order of the items.</summary>
        /// <typeparam name="TResult">The type of the results.</typeparam>
        /// <param name="limit">How many calls run at a time, and how many results wait to be taken, both together; 1 or more.</param>
        /// <param name="selector">The function: an async lambda, a method that returns a task, or <c>(item, ct) => …</c> for code that knows only tokens.</param>
        /// <returns>The results, in the order of the items.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para>Each call is a task of its own, in a child of the scope in which the enumeration was begun, and may run on another thread. The next item is asked for when its call can begin, and never before.</para>
        /// <para>A call that fails is thrown in its place, after the results before it; then, or when the enumeration is left, the other calls are asked to stop and waited for. A result that nobody gets is disposed of, if it can be; further failures go to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para><em>Cancellation</em>: a cancelled wait has taken no result; the calls go on until the enumeration is disposed of. By the scope in which it was begun, they are cancelled themselves.</para>
        /// </remarks>
        /// <example><code>
        /// List&lt;int> squares = await AsyncSequence.Range(0, 10).Buffered(4, async x =>
        /// {
        ///     await Task.Sleep(TimeSpan.FromMilliseconds(1));
        ///     return x * x;
        /// }).ToListAsync();
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public AsyncSequence<TResult> Buffered<TResult>(int limit, Func<T, TaskBody<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <inheritdoc cref="Buffered{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(2)]
        public AsyncSequence<TResult> Buffered<TResult>(int limit, Func<T, Task<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <inheritdoc cref="Buffered{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(1)]
        public AsyncSequence<TResult> Buffered<TResult>(int limit, Func<T, ValueTask<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <inheritdoc cref="Buffered{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(2)]
        public AsyncSequence<TResult> Buffered<TResult>(int limit, Func<T, CancellationToken, Task<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <inheritdoc cref="Buffered{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(1)]
        public AsyncSequence<TResult> Buffered<TResult>(int limit, Func<T, CancellationToken, ValueTask<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <summary>Calls a function for each item, up to so many calls at a time, and gives the results in the order in which they come.</summary>
        /// <typeparam name="TResult">The type of the results.</typeparam>
        /// <param name="limit">How many calls run at a time, and how many results wait to be taken, both together; 1 or more.</param>
        /// <param name="selector">The function: an async lambda, a method that returns a task, or <c>(item, ct) => …</c> for code that knows only tokens.</param>
        /// <returns>The results, as they come.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para>Each call is a task of its own, in a child of the scope in which the enumeration was begun, and may run on another thread. The next item is asked for when its call can begin, and never before.</para>
        /// <para>A call that fails is thrown when it comes; then, or when the enumeration is left, the other calls are asked to stop and waited for. A result that nobody gets is disposed of, if it can be; further failures go to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para><em>Cancellation</em>: a cancelled wait has taken no result; the calls go on until the enumeration is disposed of. By the scope in which it was begun, they are cancelled themselves.</para>
        /// </remarks>
        /// <example><code>
        /// await foreach (int square in AsyncSequence.Range(0, 10).BufferUnordered(4, async x => { await Task.YieldNow(); return x * x; }))
        /// {
        ///     Console.WriteLine(square);
        /// }
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public AsyncSequence<TResult> BufferUnordered<TResult>(int limit, Func<T, TaskBody<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: false, ItemBodies.Of(selector));

        /// <inheritdoc cref="BufferUnordered{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(2)]
        public AsyncSequence<TResult> BufferUnordered<TResult>(int limit, Func<T, Task<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: false, ItemBodies.Of(selector));

        /// <inheritdoc cref="BufferUnordered{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(1)]
        public AsyncSequence<TResult> BufferUnordered<TResult>(int limit, Func<T, ValueTask<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: false, ItemBodies.Of(selector));

        /// <inheritdoc cref="BufferUnordered{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(2)]
        public AsyncSequence<TResult> BufferUnordered<TResult>(int limit, Func<T, CancellationToken, Task<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: false, ItemBodies.Of(selector));

        /// <inheritdoc cref="BufferUnordered{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(1)]
        public AsyncSequence<TResult> BufferUnordered<TResult>(int limit, Func<T, CancellationToken, ValueTask<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: false, ItemBodies.Of(selector));

        /// <summary>Computes something of each item, up to so many items at a time on the threads of the runtime, and gives the results in the order of the items.</summary>
        /// <typeparam name="TResult">The type of the results.</typeparam>
        /// <param name="limit">How many calls run at a time, and how many results wait to be taken, both together; 1 or more.</param>
        /// <param name="selector">The function: an async lambda, a method that returns a task, or <c>(item, ct) => …</c> for code that knows only tokens.</param>
        /// <returns>The results, in the order of the items.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para>Each call is a task of its own, in a child of the scope in which the enumeration was begun, and may run on another thread. The next item is asked for when its call can begin, and never before.</para>
        /// <para>A call that fails is thrown in its place, after the results before it; then, or when the enumeration is left, the other calls are asked to stop and waited for. A result that nobody gets is disposed of, if it can be; further failures go to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para><em>Cancellation</em>: a cancelled wait has taken no result; the calls go on until the enumeration is disposed of. By the scope in which it was begun, they are cancelled themselves.</para>
        /// </remarks>
        [OverloadResolutionPriority(3)]
        public AsyncSequence<TResult> ParMap<TResult>(int limit, Func<T, TaskBody<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <inheritdoc cref="ParMap{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(2)]
        public AsyncSequence<TResult> ParMap<TResult>(int limit, Func<T, Task<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <inheritdoc cref="ParMap{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(1)]
        public AsyncSequence<TResult> ParMap<TResult>(int limit, Func<T, ValueTask<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <inheritdoc cref="ParMap{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(2)]
        public AsyncSequence<TResult> ParMap<TResult>(int limit, Func<T, CancellationToken, Task<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <inheritdoc cref="ParMap{T, TResult}(IAsyncEnumerable{T}, int, Func{T, TaskBody{TResult}})"/>
        [OverloadResolutionPriority(1)]
        public AsyncSequence<TResult> ParMap<TResult>(int limit, Func<T, CancellationToken, ValueTask<TResult>> selector)
            => Concurrent.Buffer(source, limit, isOrdered: true, ItemBodies.Of(selector));

        /// <summary>Computes something of each item, up to so many items at a time on the threads of the runtime, and gives the results in the order of the items.</summary>
        /// <typeparam name="TResult">The type of the results.</typeparam>
        /// <param name="limit">How many calls run at a time, and how many results wait to be taken, both together; 1 or more.</param>
        /// <param name="selector">The function. It is to compute; one that blocks its thread belongs into <c>Task.SpawnBlocking</c>.</param>
        /// <returns>The results, in the order of the items.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para>Each call is a task of its own, in a child of the scope in which the enumeration was begun, and may run on another thread. The next item is asked for when its call can begin, and never before.</para>
        /// <para>A call that fails is thrown in its place, after the results before it; then, or when the enumeration is left, the other calls are asked to stop and waited for. A result that nobody gets is disposed of, if it can be; further failures go to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para><em>Cancellation</em>: a cancelled wait has taken no result; the calls go on until the enumeration is disposed of. By the scope in which it was begun, they are cancelled themselves.</para>
        /// </remarks>
        /// <example><code>
        /// List&lt;long> sums = await AsyncSequence.Range(1, 8).ParMap(Environment.ProcessorCount, n => Enumerable.Range(0, n * 1000).Sum(x => (long)x)).ToListAsync();
        /// </code></example>
        public AsyncSequence<TResult> ParMap<TResult>(int limit, Func<T, TResult> selector)
        {
            ArgumentNullException.ThrowIfNull(selector);
            return Concurrent.Buffer<T, TResult>(source, limit, isOrdered: true, item => new FunctionTask<T, TResult>(item, selector));
        }

        /// <summary>Calls a function for each item, up to so many calls at a time. The first failure stops the others.</summary>
        /// <param name="limit">How many calls run at a time; 1 or more.</param>
        /// <param name="body">The function: an async lambda, a method that returns a task, or <c>(item, ct) => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Cancels the enumeration.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when all calls have.</returns>
        /// <exception cref="ArgumentNullException">The sequence or the function is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <exception cref="Exception">The first failure of a call or of the sequence; the calls beside it were stopped and waited for.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>The same as <c>Task.TryJoin</c> of a sequence, in the place where one looks for it. Calls begin in the order of the items, each in a child scope.</para>
        /// <para><em>Cancellation</em>: no call begins any more, and those that run are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>.</para>
        /// </remarks>
        /// <example><code>
        /// await AsyncSequence.Range(0, 10).ForEachConcurrentAsync(4, async x => await Task.Sleep(TimeSpan.FromMilliseconds(x)));
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public ValueTask ForEachConcurrentAsync(int limit, Func<T, TaskBody> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="ForEachConcurrentAsync{T}(IAsyncEnumerable{T}, int, Func{T, TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public ValueTask ForEachConcurrentAsync(int limit, Func<T, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="ForEachConcurrentAsync{T}(IAsyncEnumerable{T}, int, Func{T, TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public ValueTask ForEachConcurrentAsync(int limit, Func<T, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="ForEachConcurrentAsync{T}(IAsyncEnumerable{T}, int, Func{T, TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public ValueTask ForEachConcurrentAsync(int limit, Func<T, CancellationToken, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="ForEachConcurrentAsync{T}(IAsyncEnumerable{T}, int, Func{T, TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public ValueTask ForEachConcurrentAsync(int limit, Func<T, CancellationToken, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));
    }

    extension<T>(IAsyncEnumerable<Task<T>> source)
    {
        /// <summary>Waits for tasks, up to so many at a time, and gives their results in their order. The next task is asked for when there is room: in a sequence that starts its tasks as it goes, so many run at a time.</summary>
        /// <param name="limit">How many tasks are asked for and not yet taken; 1 or more.</param>
        /// <returns>The results, in their order.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para>A task runs already, and nobody here can stop it: when the enumeration is left, it goes on. Pass functions, or use the overload with a function, to have calls that are stopped.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        public AsyncSequence<T> Buffered(int limit)
            => Concurrent.Buffer<Task<T>, T>(source, limit, isOrdered: true, static task => Branches.Of(task));

        /// <summary>Waits for tasks, up to so many at a time, and gives their results as they come. The next task is asked for when there is room: in a sequence that starts its tasks as it goes, so many run at a time.</summary>
        /// <param name="limit">How many tasks are asked for and not yet taken; 1 or more.</param>
        /// <returns>The results, as they come.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para>A task runs already, and nobody here can stop it: when the enumeration is left, it goes on. Pass functions, or use the overload with a function, to have calls that are stopped.</para>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        public AsyncSequence<T> BufferUnordered(int limit)
            => Concurrent.Buffer<Task<T>, T>(source, limit, isOrdered: false, static task => Branches.Of(task));
    }

    extension<T>(IAsyncEnumerable<Func<Task<T>>> source)
    {
        /// <summary>Calls functions, up to so many at a time, and gives their results in their order. Each is called when there is room, in a child scope.</summary>
        /// <param name="limit">How many calls run at a time, and how many results wait to be taken, both together; 1 or more.</param>
        /// <returns>The results, in their order.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        public AsyncSequence<T> Buffered(int limit)
            => Concurrent.Buffer<Func<Task<T>>, T>(source, limit, isOrdered: true, static call => Branches.Of(call));

        /// <summary>Calls functions, up to so many at a time, and gives their results as they come. Each is called when there is room, in a child scope.</summary>
        /// <param name="limit">How many calls run at a time, and how many results wait to be taken, both together; 1 or more.</param>
        /// <returns>The results, as they come.</returns>
        /// <exception cref="ArgumentNullException">The sequence is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <remarks>
        /// <para><em>Cancellation</em>: as of <see cref="AsyncSequence{T}"/>: a cancelled wait has taken no item.</para>
        /// </remarks>
        public AsyncSequence<T> BufferUnordered(int limit)
            => Concurrent.Buffer<Func<Task<T>>, T>(source, limit, isOrdered: false, static call => Branches.Of(call));
    }
}
