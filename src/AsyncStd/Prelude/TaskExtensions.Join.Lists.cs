namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all: functions in any number.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs functions beside each other and waits for all of them.</summary>
        /// <param name="branches">Functions: async lambdas, methods that return a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="AggregateException">Several failed: all failures, in order. If one failed, its exception is thrown as it is; cancellations count only if nothing else went wrong.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Each function begins on the caller's stack, in order, and runs in a child scope. A failure stops nobody: see <c>TryJoin</c> for that.</para>
        /// <para>A result of a function that nobody gets is disposed of, if it can be, before this ends.</para>
        /// <para><em>Cancellation</em>: the branches are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If all have a result all the same, it is given.</para>
        /// </remarks>
        [OverloadResolutionPriority(3)]
        public static ValueTask Join(Func<TaskBody>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask Join(params Func<TaskBody>[] branches)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T[]> Join<T>(Func<TaskBody<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T[]> Join<T>(params Func<TaskBody<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Join(Func<Task>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Join(params Func<Task>[] branches)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> Join<T>(Func<Task<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> Join<T>(params Func<Task<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Join(Func<ValueTask>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Join(params Func<ValueTask>[] branches)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> Join<T>(Func<ValueTask<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> Join<T>(params Func<ValueTask<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Join(Func<CancellationToken, Task>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask Join(params Func<CancellationToken, Task>[] branches)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> Join<T>(Func<CancellationToken, Task<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> Join<T>(params Func<CancellationToken, Task<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Join(Func<CancellationToken, ValueTask>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask Join(params Func<CancellationToken, ValueTask>[] branches)
            => Gather.All(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> Join<T>(Func<CancellationToken, ValueTask<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> Join<T>(params Func<CancellationToken, ValueTask<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));
    }
}
