namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Waiting for all: tasks that run already.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits for tasks that run already; all of them.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A task.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>The results, in order.</returns>
        /// <exception cref="AggregateException">Several failed: all failures, in order. If one failed, its exception is thrown as it is; cancellations count only if nothing else went wrong.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>A handle keeps its result and its failure.</para>
        /// <para><em>Cancellation</em>: the tasks are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If all have a result all the same, it is given.</para>
        /// </remarks>
        public static ValueTask<(T1, T2)> Join<T1, T2>(JoinHandle<T1> first, JoinHandle<T2> second, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="Join{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3)> Join<T1, T2, T3>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="Join{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4)> Join<T1, T2, T3, T4>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="Join{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4, T5)> Join<T1, T2, T3, T4, T5>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="Join{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4, T5, T6)> Join<T1, T2, T3, T4, T5, T6>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="Join{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> Join<T1, T2, T3, T4, T5, T6, T7>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="Join{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> Join<T1, T2, T3, T4, T5, T6, T7, T8>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh, JoinHandle<T8> eighth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));

        /// <summary>Waits for BCL tasks that run already; all of them.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A BCL task.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>The results, in order.</returns>
        /// <exception cref="AggregateException">Several failed: all failures, in order. If one failed, its exception is thrown as it is; cancellations count only if nothing else went wrong.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>BCL tasks cannot be stopped, only left: when the wait is cancelled they go on.</remarks>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2)> Join<T1, T2>(Task<T1> first, Task<T2> second, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="Join{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3)> Join<T1, T2, T3>(Task<T1> first, Task<T2> second, Task<T3> third, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="Join{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4)> Join<T1, T2, T3, T4>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="Join{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4, T5)> Join<T1, T2, T3, T4, T5>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="Join{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6)> Join<T1, T2, T3, T4, T5, T6>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="Join{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7)> Join<T1, T2, T3, T4, T5, T6, T7>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, Task<T7> seventh, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="Join{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<(T1, T2, T3, T4, T5, T6, T7, T8)> Join<T1, T2, T3, T4, T5, T6, T7, T8>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, Task<T7> seventh, Task<T8> eighth, CancellationToken cancellationToken = default)
            => Gather.All(new(GatheringRule.All, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));
    }
}
