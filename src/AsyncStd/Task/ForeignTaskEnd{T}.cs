namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>Somebody else's task, whose end schedules who waits for it: it is neither run by the thread that ends the task nor by the thread pool.</summary>
/// <param name="task">The task; a <see cref="Task{TResult}"/> unless no result is wanted.</param>
internal sealed class ForeignTaskEnd<T>(Task task) : IValueTaskSource<T>, IValueTaskSource
{
    public ValueTaskSourceStatus GetStatus(short token) => task.Status switch
    {
        TaskStatus.RanToCompletion => ValueTaskSourceStatus.Succeeded,
        TaskStatus.Canceled => ValueTaskSourceStatus.Canceled,
        TaskStatus.Faulted => ValueTaskSourceStatus.Faulted,
        _ => ValueTaskSourceStatus.Pending,
    };

    public T GetResult(short token) => Unsafe.As<Task<T>>(task).GetAwaiter().GetResult();

    void IValueTaskSource.GetResult(short token) => task.GetAwaiter().GetResult();

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        ExecutionContext? flow = (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0 ? ExecutionContext.Capture() : null;
        bool useContext = (flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0;
        Continuation waiter = Continuation.Rent(continuation, state, flow, useContext);

        // Unlike an awaiter, this looks at no context: it is only the waking that runs there.
        task.ContinueWith(
            static (_, waiter) => ((Continuation)waiter!).Wake(ScheduleReason.Wake),
            waiter,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
