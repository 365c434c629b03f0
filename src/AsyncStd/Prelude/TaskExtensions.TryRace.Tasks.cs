namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// The first to succeed: any number of tasks that run already.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits until the first of several running tasks succeeds, stops the others and waits until they have stopped. Failures count only if all fail.</summary>
        /// <param name="branches">The tasks.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="AggregateException">All failed: all failures, in order.</exception>
        /// <exception cref="ArgumentException">There is no branch.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Of several that have succeeded the left one wins. A loser's handle keeps its result.</para>
        /// <para>A task that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the tasks are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If one has a result all the same, it is given.</para>
        /// </remarks>
        public static ValueTask TryRace(JoinHandle[] branches, CancellationToken cancellationToken)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Handle, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(JoinHandle[], CancellationToken)"/>
        public static ValueTask TryRace(params JoinHandle[] branches)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Handle, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(JoinHandle[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        public static ValueTask<T> TryRace<T>(JoinHandle<T>[] branches, CancellationToken cancellationToken)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Handle, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(JoinHandle[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        public static ValueTask<T> TryRace<T>(params JoinHandle<T>[] branches)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Handle, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <summary>Waits until the first of several running BCL tasks succeeds. Failures count only if all fail.</summary>
        /// <param name="branches">The tasks.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>A task that ends when they have.</returns>
        /// <exception cref="AggregateException">All failed: all failures, in order.</exception>
        /// <exception cref="ArgumentException">There is no branch.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>BCL tasks cannot be stopped, only left: they go on. Of several that have succeeded the left one wins.</remarks>
        [OverloadResolutionPriority(-1)]
        public static ValueTask TryRace(Task[] branches, CancellationToken cancellationToken)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Foreign, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Task[], CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask TryRace(params Task[] branches)
            => Gather.First(new(GatheringRule.FirstSuccess, BranchKind.Foreign, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Task[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<T> TryRace<T>(Task<T>[] branches, CancellationToken cancellationToken)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Foreign, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="TryRace(Task[], CancellationToken)"/>
        /// <typeparam name="T">The type of the results.</typeparam>
        /// <returns>The result of the winner.</returns>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<T> TryRace<T>(params Task<T>[] branches)
            => Gather.First<T>(new(GatheringRule.FirstSuccess, BranchKind.Foreign, default, null, 0), Branches.OfEach(branches, Branches.Of));
    }
}
