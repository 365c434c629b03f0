namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all: any number of tasks that run already.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits for tasks that run already; all of them.</summary>
        /// <param name="branches">The tasks.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="AggregateException">Several failed: all failures, in order. If one failed, its exception is thrown as it is; cancellations count only if nothing else went wrong.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>A handle keeps its result and its failure.</para>
        /// <para><em>Cancellation</em>: the tasks are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If all have a result all the same, it is given.</para>
        /// </remarks>
        public static ValueTask Join(JoinHandle[] branches, CancellationToken cancellationToken)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(JoinHandle[], CancellationToken)"/>
        public static ValueTask Join(params JoinHandle[] branches)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(JoinHandle[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        public static ValueTask<T[]> Join<T>(JoinHandle<T>[] branches, CancellationToken cancellationToken)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(JoinHandle[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        public static ValueTask<T[]> Join<T>(params JoinHandle<T>[] branches)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Handle, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <summary>Waits for BCL tasks that run already; all of them.</summary>
        /// <param name="branches">The tasks.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="AggregateException">Several failed: all failures, in order. If one failed, its exception is thrown as it is; cancellations count only if nothing else went wrong.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>BCL tasks cannot be stopped, only left: when the wait is cancelled they go on.</remarks>
        [OverloadResolutionPriority(-1)]
        public static ValueTask Join(Task[] branches, CancellationToken cancellationToken)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Task[], CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask Join(params Task[] branches)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Task[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<T[]> Join<T>(Task<T>[] branches, CancellationToken cancellationToken)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Join(Task[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The results, in order.</returns>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<T[]> Join<T>(params Task<T>[] branches)
            => Gather.All<T>(new(GatheringRule.All, BranchKind.Foreign, default, null, 0), Branches.OfEach(branches, Branches.Of));
    }
}
