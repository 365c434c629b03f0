namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Which one ended first: async lambdas.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs functions beside each other until the first of them ends, stops the others and waits until they have stopped: tells which one won.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A function: an async lambda, a method that returns a task, or <c>ct => …</c> for code that knows only tokens. All are of one kind.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>Which one won, and its result.</returns>
        /// <exception cref="Exception">The winner failed: its exception, as it is.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Each function begins on the caller's stack, in order, and runs in a child scope. Once one has ended no further one is started, and of several that have ended the left one wins.</para>
        /// <para>A loser's result is dropped, and disposed of if it can be, before this ends. A loser's failure, if it is no cancellation, goes to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para>A branch that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the branches are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If one has a result all the same, it is given.</para>
        /// </remarks>
        /// <example><code>
        /// var won = await Task.Select(
        ///     async () => { await Task.Sleep(TimeSpan.FromMinutes(1)); return "slow"; },
        ///     async () => { await Task.YieldNow(); return 42; });
        /// won.Switch(
        ///     text => Console.WriteLine(text),
        ///     number => Console.WriteLine($"the second won: {number}"));
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public static ValueTask<Selected<T1, T2>> Select<T1, T2>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.Select(new(GatheringRule.First, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="Select{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<Selected<T1, T2, T3>> Select<T1, T2, T3>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.Select(new(GatheringRule.First, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="Select{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<Selected<T1, T2, T3, T4>> Select<T1, T2, T3, T4>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.Select(new(GatheringRule.First, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="Select{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<Selected<T1, T2, T3, T4, T5>> Select<T1, T2, T3, T4, T5>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.Select(new(GatheringRule.First, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="Select{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6>> Select<T1, T2, T3, T4, T5, T6>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.Select(new(GatheringRule.First, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="Select{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6, T7>> Select<T1, T2, T3, T4, T5, T6, T7>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, Func<TaskBody<T7>> seventh, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.Select(new(GatheringRule.First, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="Select{T1, T2}(Func{TaskBody{T1}}, Func{TaskBody{T2}}, CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6, T7, T8>> Select<T1, T2, T3, T4, T5, T6, T7, T8>(Func<TaskBody<T1>> first, Func<TaskBody<T2>> second, Func<TaskBody<T3>> third, Func<TaskBody<T4>> fourth, Func<TaskBody<T5>> fifth, Func<TaskBody<T6>> sixth, Func<TaskBody<T7>> seventh, Func<TaskBody<T8>> eighth, CancellationToken cancellationToken = default, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.Select(new(GatheringRule.First, BranchKind.Function, cancellationToken, file, line), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));
    }
}
