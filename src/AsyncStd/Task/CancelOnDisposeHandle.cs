namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Stops a task when it is disposed: made by <see cref="JoinHandle.CancelOnDispose"/>.</summary>
public sealed class CancelOnDisposeHandle : IAsyncDisposable, IDisposable
{
    private readonly JoinHandle _task;

    internal CancelOnDisposeHandle(JoinHandle task) => _task = task;

    /// <summary>Asks the task to stop, and lets it go without waiting.</summary>
    /// <remarks>A failure that nobody has seen goes to <see cref="Runtime.UnhandledException"/>.</remarks>
    public void Dispose()
    {
        _task.Cancel();
        _task.Detach();
    }

    /// <summary>Asks the task to stop, and waits until it has ended, in whichever way.</summary>
    /// <returns>A task that ends then.</returns>
    /// <exception cref="InvalidOperationException">Called from within the task, which would wait for itself.</exception>
    /// <remarks>
    /// <para>Does not throw what ended the task. A failure that nobody has seen goes to <see cref="Runtime.UnhandledException"/>.</para>
    /// <para><em>Cancellation</em>: none. This is clean-up, so it goes on in a scope that was cancelled. A task that ignores the request is waited for without limit.</para>
    /// </remarks>
    public ValueTask DisposeAsync()
    {
        if (!_task.IsCompleted && Ambient.Task?.Self == _task)
        {
            throw new InvalidOperationException($"Task '{_task.Description}' cannot wait for its own end.");
        }

        _task.Cancel();
        return CancelWait<Nothing>.ForEnd(
            _task,
            static task =>
            {
                task.Detach();
                return default;
            },
            isShield: true);
    }
}
