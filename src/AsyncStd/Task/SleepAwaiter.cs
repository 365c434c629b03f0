namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Awaits a <see cref="SleepAwaitable"/>; the compiler's business.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SleepAwaiter : ICriticalNotifyCompletion, IRuntimeAwaiter
{
    private readonly SleepOperation _operation;

    internal SleepAwaiter(SleepOperation operation) => _operation = operation;

    /// <summary>Whether there is nothing to wait for: the time is zero, or the token is cancelled already.</summary>
    public bool IsCompleted => _operation.IsOverBeforeItBegins;

    /// <summary>Ends the wait.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    public void GetResult() => _operation.End();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _operation.Begin(Continuation.Rent(continuation, ExecutionContext.Capture()));

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _operation.Begin(Continuation.Rent(continuation, null));

    void IRuntimeAwaiter.Await(JoinHandle task) => _operation.Begin(task);
}
