namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all: the items of a sequence, so many at a time.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs a function for each item of a sequence, up to so many at a time, and waits for all of them.</summary>
        /// <typeparam name="TSource">The type of the items.</typeparam>
        /// <param name="source">The items. The next one is asked for when its function can begin, and never before.</param>
        /// <param name="limit">How many functions run at once, at most: 1 or more.</param>
        /// <param name="body">The function: an async lambda, a method that returns a task, or <c>(item, ct) => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Asks them to stop, and nothing more to begin.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when the functions have.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
        /// <exception cref="AggregateException">Several failed: all failures, in the order of the items, that of the sequence itself last. If one failed, its exception is thrown as it is; cancellations count only if nothing else went wrong.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>The functions begin in the order of the items, on the calling code's stack where that is possible, each in a child scope. A failure stops nobody; a sequence that fails has no more items.</para>
        /// <para>A result of a function that nobody gets is disposed of, if it can be, before this ends.</para>
        /// <para><em>Cancellation</em>: no function begins any more, and those that run are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If nothing was left to begin and all have a result all the same, it is given.</para>
        /// </remarks>
        /// <example><code>
        /// int[] squares = await Task.Join(Enumerable.Range(0, 100), 4, async number =>
        /// {
        ///     await Task.Sleep(TimeSpan.FromMilliseconds(1));
        ///     return number * number;
        /// });
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public static ValueTask Join<TSource>(IEnumerable<TSource> source, int limit, Func<TSource, TaskBody> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="TSource">The type of the items.</typeparam>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in the order of the items.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T[]> Join<TSource, T>(IEnumerable<TSource> source, int limit, Func<TSource, TaskBody<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.Run(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Join<TSource>(IEnumerable<TSource> source, int limit, Func<TSource, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="TSource">The type of the items.</typeparam>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in the order of the items.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> Join<TSource, T>(IEnumerable<TSource> source, int limit, Func<TSource, Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.Run(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Join<TSource>(IEnumerable<TSource> source, int limit, Func<TSource, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="TSource">The type of the items.</typeparam>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in the order of the items.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> Join<TSource, T>(IEnumerable<TSource> source, int limit, Func<TSource, ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.Run(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Join<TSource>(IEnumerable<TSource> source, int limit, Func<TSource, CancellationToken, Task> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="TSource">The type of the items.</typeparam>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in the order of the items.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> Join<TSource, T>(IEnumerable<TSource> source, int limit, Func<TSource, CancellationToken, Task<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.Run(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Join<TSource>(IEnumerable<TSource> source, int limit, Func<TSource, CancellationToken, ValueTask> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.RunWithoutResult(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));

        /// <inheritdoc cref="Join{TSource}(IEnumerable{TSource}, int, Func{TSource, TaskBody}, CancellationToken, string?, int)"/>
        /// <typeparam name="TSource">The type of the items.</typeparam>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in the order of the items.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> Join<TSource, T>(IEnumerable<TSource> source, int limit, Func<TSource, CancellationToken, ValueTask<T>> body, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => ItemGathering.Run(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), ItemSource.Of(source), limit, ItemBodies.Of(body));
    }
}
