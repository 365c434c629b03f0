namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all, or the first failure: functions in any number.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Runs functions beside each other and waits for all of them, or until one fails: then the others are stopped and waited for, and the failure is thrown.</summary>
        /// <param name="branches">Functions: async lambdas, methods that return a task, or <c>ct => …</c> for code that knows only tokens.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <param name="file">Filled in by the compiler: where it was called.</param>
        /// <param name="line">Filled in by the compiler: where it was called.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="Exception">The first failure, as it is. A function that ends by a cancellation of its own has failed, too.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Each function begins on the caller's stack, in order, and runs in a child scope. Once one has failed no further one is started. What else fails after that goes to <see cref="Runtime.UnhandledException"/>.</para>
        /// <para>A result of a function that nobody gets is disposed of, if it can be, before this ends.</para>
        /// <para>A branch that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the branches are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If all have a result all the same, it is given.</para>
        /// </remarks>
        [OverloadResolutionPriority(3)]
        public static ValueTask TryJoin(Func<TaskBody>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(3)]
        public static ValueTask TryJoin(params Func<TaskBody>[] branches)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T[]> TryJoin<T>(Func<TaskBody<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(3)]
        public static ValueTask<T[]> TryJoin<T>(params Func<TaskBody<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask TryJoin(Func<Task>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask TryJoin(params Func<Task>[] branches)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> TryJoin<T>(Func<Task<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> TryJoin<T>(params Func<Task<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask TryJoin(Func<ValueTask>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask TryJoin(params Func<ValueTask>[] branches)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> TryJoin<T>(Func<ValueTask<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> TryJoin<T>(params Func<ValueTask<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask TryJoin(Func<CancellationToken, Task>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(2)]
        public static ValueTask TryJoin(params Func<CancellationToken, Task>[] branches)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> TryJoin<T>(Func<CancellationToken, Task<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(2)]
        public static ValueTask<T[]> TryJoin<T>(params Func<CancellationToken, Task<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask TryJoin(Func<CancellationToken, ValueTask>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        [OverloadResolutionPriority(1)]
        public static ValueTask TryJoin(params Func<CancellationToken, ValueTask>[] branches)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> TryJoin<T>(Func<CancellationToken, ValueTask<T>>[] branches, CancellationToken cancellationToken, [CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, cancellationToken, file, line), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Func{TaskBody}[], CancellationToken, string?, int)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(1)]
        public static ValueTask<T[]> TryJoin<T>(params Func<CancellationToken, ValueTask<T>>[] branches)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Function, default, null, 0), Branches.OfEach(branches, Branches.Of));
    }
}
