namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Awaits a <see cref="SleepAwaitable"/>; the compiler's business.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SleepAwaiter : ICriticalNotifyCompletion, IRuntimeAwaiter
{
    private readonly SleepOperation _operation;
    private readonly int _version;

    internal SleepAwaiter(SleepOperation operation)
    {
        _operation = operation;
        _version = operation.Version;
    }

    /// <summary>The operation, while this awaiter's use of it lasts.</summary>
    private SleepOperation Operation
    {
        get
        {
            _operation.Check(_version);
            return _operation;
        }
    }

    /// <summary>Whether there is nothing to wait for: the time is zero, or the token is cancelled already.</summary>
    public bool IsCompleted => Operation.IsOverBeforeItBegins;

    /// <summary>Ends the wait.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the task was asked to stop.</exception>
    public void GetResult() => Operation.End();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => Operation.Begin(Continuation.Rent(continuation, ExecutionContext.Capture()));

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => Operation.Begin(Continuation.Rent(continuation, null));

    void IRuntimeAwaiter.Await(JoinHandle task) => Operation.Begin(task);
}
