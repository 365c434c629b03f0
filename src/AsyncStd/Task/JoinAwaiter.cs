namespace AsyncStd.Task;

using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>Awaits a <see cref="JoinHandle"/>; the compiler's business.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JoinAwaiter : ICriticalNotifyCompletion, IRuntimeAwaiter
{
    private readonly JoinHandle _handle;

    internal JoinAwaiter(JoinHandle handle) => _handle = handle;

    /// <summary>Whether the task has ended and the awaiting code may go on at once.</summary>
    public bool IsCompleted => _handle.IsCompleted && Slice.TryConsume();

    /// <summary>Throws what ended the task. Outside a runtime it first waits for the end, as the BCL's awaiter does.</summary>
    public void GetResult()
    {
        JoinWait.EnsureCompleted(_handle);
        _handle.ThrowIfFailed();
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => JoinWait.Register(_handle, continuation, ExecutionContext.Capture());

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => JoinWait.Register(_handle, continuation, null);

    void IRuntimeAwaiter.Await(JoinHandle task) => JoinWait.Register(_handle, task);
}
