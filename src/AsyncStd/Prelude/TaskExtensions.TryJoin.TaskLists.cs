namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all, or the first failure: any number of tasks that run already.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits for tasks that run already, all of them, or until one fails: then the others are stopped and waited for, and the failure is thrown.</summary>
        /// <param name="branches">The tasks.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="Exception">The first failure, as it is. A function that ends by a cancellation of its own has failed, too.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>A handle keeps its result and its failure: what else fails can be seen there.</para>
        /// <para>A task that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the tasks are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If all have a result all the same, it is given.</para>
        /// </remarks>
        public static ValueTask TryJoin(JoinHandle[] branches, CancellationToken cancellationToken)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(JoinHandle[], CancellationToken)"/>
        public static ValueTask TryJoin(params JoinHandle[] branches)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(JoinHandle[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        public static ValueTask<T[]> TryJoin<T>(JoinHandle<T>[] branches, CancellationToken cancellationToken)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(JoinHandle[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        public static ValueTask<T[]> TryJoin<T>(params JoinHandle<T>[] branches)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <summary>Waits for BCL tasks that run already, all of them, or until one fails.</summary>
        /// <param name="branches">The tasks.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="Exception">The first failure, as it is. A function that ends by a cancellation of its own has failed, too.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>BCL tasks cannot be stopped, only left: they go on.</remarks>
        [OverloadResolutionPriority(-1)]
        public static ValueTask TryJoin(Task[] branches, CancellationToken cancellationToken)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Task[], CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask TryJoin(params Task[] branches)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Task[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<T[]> TryJoin<T>(Task<T>[] branches, CancellationToken cancellationToken)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryJoin(Task[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<T[]> TryJoin<T>(params Task<T>[] branches)
            => Gather.All<T>(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, default, null, 0), Branches.OfEach(branches, Branches.Of));
    }
}
