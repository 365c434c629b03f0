namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Which one ended first: any number of tasks that run already.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits until the first of several running tasks ends, stops the others and waits until they have stopped: tells which one won.</summary>
        /// <param name="branches">The tasks.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>The number of the winner, from 0.</returns>
        /// <exception cref="Exception">The winner failed: its exception, as it is.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Of several that have ended the left one wins. A loser's handle keeps its result and its failure.</para>
        /// <para>A task that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the tasks are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If one has a result all the same, it is given.</para>
        /// </remarks>
        public static ValueTask<int> Select(JoinHandle[] branches, CancellationToken cancellationToken)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Select(JoinHandle[], CancellationToken)"/>
        public static ValueTask<int> Select(params JoinHandle[] branches)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, default, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <summary>Waits until the first of several running BCL tasks ends: tells which one won.</summary>
        /// <param name="branches">The tasks.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>The number of the winner, from 0.</returns>
        /// <exception cref="Exception">The winner failed: its exception, as it is.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>BCL tasks cannot be stopped, only left: they go on. Of several that have ended the left one wins.</remarks>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<int> Select(Task[] branches, CancellationToken cancellationToken)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, cancellationToken, null, 0), Branches.OfEach(branches, Branches.Of));

        /// <inheritdoc cref="Select(Task[], CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<int> Select(params Task[] branches)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, default, null, 0), Branches.OfEach(branches, Branches.Of));
    }
}
