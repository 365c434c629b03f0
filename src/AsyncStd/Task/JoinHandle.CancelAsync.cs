namespace AsyncStd.Task;

// Stopping a task and waiting until it has stopped.
public abstract partial class JoinHandle
{
    /// <summary>Asks the task to stop, as <see cref="Cancel()"/> does, and waits until it has ended.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True: the task came to its end all the same. False: it was stopped. A failure of another kind is thrown.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled before the task had ended.</exception>
    /// <remarks>
    /// <para>The request is made at once, even if the result is never awaited. A task that ignores it is waited for without limit; <c>Task.Timeout</c> sets one.</para>
    /// <para><em>Cancellation</em>: ends only the wait. The task has been asked to stop all the same, and its handle still gives what becomes of it.</para>
    /// </remarks>
    /// <example><code>
    /// JoinHandle poller = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)));
    /// bool finished = await poller.CancelAsync(); // false: it was stopped, and nothing of it runs any longer
    /// </code></example>
    public ValueTask<bool> CancelAsync(CancellationToken cancellationToken = default)
    {
        Cancel();
        return CancelWait<bool>.For(this, static task => task.HasFinished(), isShield: false, cancellationToken);
    }

    /// <summary>Ties the task to a block of code: when the result is disposed the task is asked to stop, and with <c>await using</c> waited for.</summary>
    /// <returns>Dispose it to stop the task.</returns>
    /// <example><code>
    /// JoinHandle heartbeat = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1)));
    /// await using (heartbeat.CancelOnDispose())
    /// {
    ///     await Task.Sleep(TimeSpan.FromMilliseconds(1));
    /// }
    /// // here nothing of it runs any longer
    /// </code></example>
    public CancelOnDisposeHandle CancelOnDispose() => new(this);

    /// <summary>How a task that was asked to stop has ended: whether it came to its end. Throws if it failed.</summary>
    internal bool HasFinished()
    {
        if (IsCanceled)
        {
            return false;
        }

        ThrowIfFailed();
        return true;
    }
}
