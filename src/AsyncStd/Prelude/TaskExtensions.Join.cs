namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all: async lambdas.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs functions beside each other and waits for all of them.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens. All are of one kind.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>The results, in order.</returns>
        /// <exception cref="AggregateException">Several failed: all failures, in order. If one failed, its exception is thrown as it is; cancellations count only if nothing else went wrong.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Each function begins on the caller's stack, in order, and runs in a child scope. A failure stops nobody: see <c>TryJoin</c> for that.</para>
        /// <para>A result of a function that nobody gets is disposed of, if it can be, before this ends.</para>
        /// <para><em>Cancellation</em>: the branches are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If all have a result all the same, it is given.</para>
        /// </remarks>
        /// <example><code>
        /// (int number, string text) = await Task.Join(
        ///     async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return 42; },
        ///     async () => { await Task.YieldNow(); return "text"; });
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2)> Join<T1, T2>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="Join{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3)> Join<T1, T2, T3>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="Join{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4)> Join<T1, T2, T3, T4>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="Join{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4, T5)> Join<T1, T2, T3, T4, T5>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="Join{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6)> Join<T1, T2, T3, T4, T5, T6>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="Join{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> Join<T1, T2, T3, T4, T5, T6, T7>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, Func<TaskBody<T7>> seventh, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="Join{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> Join<T1, T2, T3, T4, T5, T6, T7, T8>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, Func<TaskBody<T7>> seventh, Func<TaskBody<T8>> eighth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));
    }
}
