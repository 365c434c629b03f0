namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Awaits a <see cref="JoinHandle{T}"/>; the compiler's business.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JoinAwaiter<T> : ICriticalNotifyCompletion, IRuntimeAwaiter
{
    private readonly JoinHandle<T> _handle;

    internal JoinAwaiter(JoinHandle<T> handle) => _handle = handle;

    /// <summary>Whether the task has ended and the awaiting code may go on at once.</summary>
    public bool IsCompleted => _handle.IsCompleted && Slice.TryConsume();

    /// <summary>The task's result, or throws what ended it. Outside a runtime it first waits for the end, as the BCL's awaiter does.</summary>
    /// <returns>The result.</returns>
    public T GetResult()
    {
        JoinWait.EnsureCompleted(_handle);
        return _handle.GetResult();
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => JoinWait.Register(_handle, continuation, ExecutionContext.Capture());

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => JoinWait.Register(_handle, continuation, null);

    void IRuntimeAwaiter.Await(JoinHandle task) => JoinWait.Register(_handle, task);
}
