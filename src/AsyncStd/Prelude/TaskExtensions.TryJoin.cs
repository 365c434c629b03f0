namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all, or the first failure: async lambdas.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs functions beside each other and waits for all of them, or until one fails: then the others are stopped and waited for, and the failure is thrown.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens. All are of one kind.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>The results, in order.</returns>
        /// <exception cref="Exception">The first failure, as it is. A function that ends by a cancellation of its own has failed, too.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Each function begins on the caller's stack, in order, and runs in a child scope. Once one has failed no further one is started. What else fails after that goes to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para>A result of a function that nobody gets is disposed of, if it can be, before this ends.</para>
        /// <para>A branch that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the branches are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If all have a result all the same, it is given.</para>
        /// </remarks>
        /// <example><code>
        /// try
        /// {
        ///     await Task.TryJoin(
        ///         async () => { await Task.Sleep(TimeSpan.FromMinutes(1)); return 42; },
        ///         async () => { await Task.YieldNow(); return int.Parse("no number"); });
        /// }
        /// catch (FormatException e)
        /// {
        ///     Console.WriteLine($"at once, and not after a minute: {e.Message}");
        /// }
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2)> TryJoin<T1, T2>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3)> TryJoin<T1, T2, T3>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4)> TryJoin<T1, T2, T3, T4>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4, T5)> TryJoin<T1, T2, T3, T4, T5>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6)> TryJoin<T1, T2, T3, T4, T5, T6>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> TryJoin<T1, T2, T3, T4, T5, T6, T7>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, Func<TaskBody<T7>> seventh, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="TryJoin{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> TryJoin<T1, T2, T3, T4, T5, T6, T7, T8>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, Func<TaskBody<T7>> seventh, Func<TaskBody<T8>> eighth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));
    }
}
