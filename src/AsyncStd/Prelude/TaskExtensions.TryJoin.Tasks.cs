namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all, or the first failure: tasks that run already.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits for tasks that run already, all of them, or until one fails: then the others are stopped and waited for, and the failure is thrown.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A task.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>The results, in order.</returns>
        /// <exception cref="Exception">The first failure, as it is. A function that ends by a cancellation of its own has failed, too.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>A handle keeps its result and its failure: what else fails can be seen there.</para>
        /// <para>A task that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the tasks are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If all have a result all the same, it is given.</para>
        /// </remarks>
        public static ValueTask<(T1, T2)> TryJoin<T1, T2>(JoinHandle<T1> first, JoinHandle<T2> second, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="TryJoin{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3)> TryJoin<T1, T2, T3>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="TryJoin{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4)> TryJoin<T1, T2, T3, T4>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="TryJoin{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4, T5)> TryJoin<T1, T2, T3, T4, T5>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="TryJoin{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4, T5, T6)> TryJoin<T1, T2, T3, T4, T5, T6>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="TryJoin{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> TryJoin<T1, T2, T3, T4, T5, T6, T7>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="TryJoin{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> TryJoin<T1, T2, T3, T4, T5, T6, T7, T8>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh, JoinHandle<T8> eighth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));

        /// <summary>Waits for BCL tasks that run already, all of them, or until one fails.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A BCL task.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>The results, in order.</returns>
        /// <exception cref="Exception">The first failure, as it is. A function that ends by a cancellation of its own has failed, too.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>BCL tasks cannot be stopped, only left: they go on.</remarks>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2)> TryJoin<T1, T2>(Task<T1> first, Task<T2> second, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="TryJoin{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3)> TryJoin<T1, T2, T3>(Task<T1> first, Task<T2> second, Task<T3> third, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="TryJoin{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4)> TryJoin<T1, T2, T3, T4>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4, T5)> TryJoin<T1, T2, T3, T4, T5>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6)> TryJoin<T1, T2, T3, T4, T5, T6>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="TryJoin{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> TryJoin<T1, T2, T3, T4, T5, T6, T7>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, Task<T7> seventh, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="TryJoin{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> TryJoin<T1, T2, T3, T4, T5, T6, T7, T8>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, Task<T7> seventh, Task<T8> eighth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.AllOrFirstFailure, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));
    }
}
