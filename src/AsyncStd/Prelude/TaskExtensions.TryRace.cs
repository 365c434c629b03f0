namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// The first to succeed: functions in any number.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs functions beside each other until the first of them succeeds, stops the others and waits until they have stopped. Failures count only if all fail.</summary>
        /// <param name="branches">Functions: async lambdas, methods that return a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="AggregateException">All failed: all failures, in order.</exception>
        /// <exception cref="ArgumentException">There is no branch.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Each function begins on the caller's stack, in order, and runs in a child scope. Once one has succeeded no further one is started, and of several that have the left one wins.</para>
        /// <para>A loser's result is dropped, and disposed of if it can be, before this ends. What failed before there was a winner is forgotten; what fails after, if it is no cancellation, goes to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para>A branch that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the branches are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If one has a result all the same, it is given.</para>
        /// </remarks>
        [OverloadResolutionPriority(3)]
        public static ValueTask TryRace(Func<TaskBody>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask TryRace(params Func<TaskBody>[] branches)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T> TryRace<T>(Func<TaskBody<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        /// <example><code>
        /// string answer = await Task.TryRace(
        ///     async () => { await Task.YieldNow(); throw new IOException("mirror is down"); },
        ///     async () => { await Task.Sleep(TimeSpan.FromMilliseconds(1)); return "from the other mirror"; });
        /// </code></example>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T> TryRace<T>(params Func<TaskBody<T>>[] branches)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask TryRace(Func<Task>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask TryRace(params Func<Task>[] branches)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> TryRace<T>(Func<Task<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> TryRace<T>(params Func<Task<T>>[] branches)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask TryRace(Func<ValueTask>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask TryRace(params Func<ValueTask>[] branches)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> TryRace<T>(Func<ValueTask<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> TryRace<T>(params Func<ValueTask<T>>[] branches)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask TryRace(Func<CancellationToken, Task>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask TryRace(params Func<CancellationToken, Task>[] branches)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> TryRace<T>(Func<CancellationToken, Task<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T> TryRace<T>(params Func<CancellationToken, Task<T>>[] branches)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask TryRace(Func<CancellationToken, ValueTask>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask TryRace(params Func<CancellationToken, ValueTask>[] branches)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> TryRace<T>(Func<CancellationToken, ValueTask<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T> TryRace<T>(params Func<CancellationToken, ValueTask<T>>[] branches)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));
    }
}
