namespace AsyncStd.Prelude;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// Which one ended first: tasks that run already.
public static partial class TaskExtensions
{
    extension(Task)
    {
        /// <summary>Waits until the first of several running tasks ends, stops the others and waits until they have stopped: tells which one won.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A task.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>Which one won, and its result.</returns>
        /// <exception cref="Exception">The winner failed: its exception, as it is.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>
        /// <para>Of several that have ended the left one wins. A loser's handle keeps its result and its failure.</para>
        /// <para>A task that will not stop within <see cref="RuntimeOptions.CancelGrace"/> is left running, and counted by <see cref="RuntimeMetrics.TasksAbandoned"/>.</para>
        /// <para><em>Cancellation</em>: the tasks are asked to stop and waited for, up to <see cref="RuntimeOptions.CancelGrace"/>. If one has a result all the same, it is given.</para>
        /// </remarks>
        public static ValueTask<Selected<T1, T2>> Select<T1, T2>(JoinHandle<T1> first, JoinHandle<T2> second, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="Select{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<Selected<T1, T2, T3>> Select<T1, T2, T3>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="Select{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<Selected<T1, T2, T3, T4>> Select<T1, T2, T3, T4>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="Select{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<Selected<T1, T2, T3, T4, T5>> Select<T1, T2, T3, T4, T5>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="Select{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6>> Select<T1, T2, T3, T4, T5, T6>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="Select{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6, T7>> Select<T1, T2, T3, T4, T5, T6, T7>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="Select{T1, T2}(JoinHandle{T1}, JoinHandle{T2}, CancellationToken)"/>
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6, T7, T8>> Select<T1, T2, T3, T4, T5, T6, T7, T8>(JoinHandle<T1> first, JoinHandle<T2> second, JoinHandle<T3> third, JoinHandle<T4> fourth, JoinHandle<T5> fifth, JoinHandle<T6> sixth, JoinHandle<T7> seventh, JoinHandle<T8> eighth, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Handle, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));

        /// <summary>Waits until the first of several running BCL tasks ends: tells which one won.</summary>
        /// <typeparam name="T1">The type of the result of the first.</typeparam>
        /// <typeparam name="T2">The type of the result of the second.</typeparam>
        /// <param name="first">A BCL task.</param>
        /// <param name="second">Another. There may be up to eight.</param>
        /// <param name="cancellationToken">Asks them to stop.</param>
        /// <returns>Which one won, and its result.</returns>
        /// <exception cref="Exception">The winner failed: its exception, as it is.</exception>
        /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
        /// <remarks>BCL tasks cannot be stopped, only left: they go on. Of several that have ended the left one wins.</remarks>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<Selected<T1, T2>> Select<T1, T2>(Task<T1> first, Task<T2> second, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second));

        /// <inheritdoc cref="Select{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<Selected<T1, T2, T3>> Select<T1, T2, T3>(Task<T1> first, Task<T2> second, Task<T3> third, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third));

        /// <inheritdoc cref="Select{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<Selected<T1, T2, T3, T4>> Select<T1, T2, T3, T4>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth));

        /// <inheritdoc cref="Select{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<Selected<T1, T2, T3, T4, T5>> Select<T1, T2, T3, T4, T5>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth));

        /// <inheritdoc cref="Select{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6>> Select<T1, T2, T3, T4, T5, T6>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth));

        /// <inheritdoc cref="Select{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6, T7>> Select<T1, T2, T3, T4, T5, T6, T7>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, Task<T7> seventh, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh));

        /// <inheritdoc cref="Select{T1, T2}(Task{T1}, Task{T2}, CancellationToken)"/>
        [OverloadResolutionPriority(-1)]
        public static ValueTask<Selected<T1, T2, T3, T4, T5, T6, T7, T8>> Select<T1, T2, T3, T4, T5, T6, T7, T8>(Task<T1> first, Task<T2> second, Task<T3> third, Task<T4> fourth, Task<T5> fifth, Task<T6> sixth, Task<T7> seventh, Task<T8> eighth, CancellationToken cancellationToken = default)
            => Gather.Select(new(GatheringRule.First, BranchKind.Foreign, cancellationToken, null, 0), Branches.Of(first), Branches.Of(second), Branches.Of(third), Branches.Of(fourth), Branches.Of(fifth), Branches.Of(sixth), Branches.Of(seventh), Branches.Of(eighth));
    }
}
