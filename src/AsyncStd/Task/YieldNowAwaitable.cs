namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>What <c>Task.YieldNow</c> returns: awaiting it goes behind everything else that was ready to go on.</summary>
public readonly struct YieldNowAwaitable
{
    /// <summary>Gives way; the compiler's business.</summary>
    /// <returns>An awaiter.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Awaiter GetAwaiter() => default;

    /// <summary>Awaits a <see cref="YieldNowAwaitable"/>; the compiler's business.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly struct Awaiter : ICriticalNotifyCompletion, IRuntimeAwaiter
    {
        /// <summary>Always false: whoever yields goes to the back of the queue.</summary>
        public bool IsCompleted => false;

        /// <summary>The others have had their turn.</summary>
        /// <exception cref="OperationCanceledException">The task was asked to stop.</exception>
        public void GetResult() => JoinHandle.ThrowIfCurrentIsCancelled();

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => Continuation.Rent(continuation, ExecutionContext.Capture()).Wake(ScheduleReason.Yield);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => Continuation.Rent(continuation, null).Wake(ScheduleReason.Yield);

        void IRuntimeAwaiter.Await(JoinHandle task) => task.Wake(ScheduleReason.Yield);
    }
}
