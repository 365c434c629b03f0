namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>What <c>Task.ConsumeBudget</c> returns: awaiting it takes one unit of the slice's budget, and gives way if none is left.</summary>
public readonly struct ConsumeBudgetAwaitable
{
    /// <summary>Takes a unit; the compiler's business.</summary>
    /// <returns>An awaiter.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Awaiter GetAwaiter() => default;

    /// <summary>Awaits a <see cref="ConsumeBudgetAwaitable"/>; the compiler's business.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly struct Awaiter : ICriticalNotifyCompletion, IRuntimeAwaiter
    {
        /// <summary>Whether there was a unit to take.</summary>
        public bool IsCompleted => Slice.TryConsume();

        /// <summary>The calling code may go on.</summary>
        /// <exception cref="OperationCanceledException">The task was asked to stop.</exception>
        public void GetResult() => JoinHandle.ThrowIfCurrentIsCancelled();

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => Continuation.Rent(continuation, ExecutionContext.Capture()).Wake(ScheduleReason.Yield);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => Continuation.Rent(continuation, null).Wake(ScheduleReason.Yield);

        void IRuntimeAwaiter.Await(JoinHandle task) => task.Wake(ScheduleReason.Yield);
    }
}
