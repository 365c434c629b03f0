namespace AsyncStd.Runtimes;

using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

// How a runtime ends.
public abstract partial class Runtime : IAsyncDisposable, IDisposable
{
    private readonly Lock _disposing = new();
    private TaskCompletionSource<ShutdownReport>? _shutdown;
    private int _reported;
    private volatile bool _cancelling;

    /// <summary>Whether tasks are being asked to stop; a task spawned now is asked at once.</summary>
    internal bool IsCancelling => _cancelling;

    /// <summary>Ends the runtime: lets its tasks end for <see cref="RuntimeOptions.ShutdownTimeout"/>, then asks them to stop and waits for
    /// <see cref="RuntimeOptions.CancelGrace"/>, then goes without those that did not.</summary>
    /// <returns>What would not end. The same for every call.</returns>
    /// <exception cref="InvalidOperationException">Called from within one of the runtime's own tasks, which it would wait for.</exception>
    public Task<ShutdownReport> ShutdownAsync() => ShutdownAsync(Options.ShutdownTimeout);

    /// <inheritdoc cref="ShutdownAsync()"/>
    /// <param name="drain">How long the tasks may go on before they are asked to stop.</param>
    public Task<ShutdownReport> ShutdownAsync(TimeSpan drain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(drain, TimeSpan.Zero);
        if (ReferenceEquals(Ambient.Task?.Owner, this))
        {
            throw new InvalidOperationException($"Runtime '{Name}' cannot be disposed from within its own task '{Ambient.Task!.Description}': it would wait for itself.");
        }

        TaskCompletionSource<ShutdownReport> mine;
        lock (_disposing)
        {
            if (_shutdown is not null)
            {
                return _shutdown.Task;
            }

            _shutdown = mine = new TaskCompletionSource<ShutdownReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // Outside the lock: it may run the tasks on this very thread.
        return CompleteShutdownAsync(mine, drain);
    }

    /// <summary>Ends the runtime as <see cref="ShutdownAsync()"/> does; what would not end is reported to <see cref="UnhandledException"/>.</summary>
    /// <returns>A task that ends when the runtime has.</returns>
    /// <exception cref="InvalidOperationException">Called from within one of the runtime's own tasks.</exception>
    public async ValueTask DisposeAsync()
    {
        ShutdownReport report = await ShutdownAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
        if (report.Unfinished.Count > 0 && Interlocked.Exchange(ref _reported, 1) == 0)
        {
            ReportUnhandled(new TimeoutException(report.ToString()), null);
        }
    }

    /// <summary>Ends the runtime as <see cref="DisposeAsync"/> does, and blocks the calling thread until it has ended.</summary>
    /// <exception cref="InvalidOperationException">Called from within a task of a runtime.</exception>
    public void Dispose()
    {
        EnsureMayBlock();
        BlockingBridge.Wait(DisposeAsync());
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits for something that the runtime's tasks bring about, or for a time: called while the runtime is being disposed. A runtime whose tasks
    /// need the calling thread runs them on it meanwhile.</summary>
    /// <param name="goal">What to wait for; it may end on any thread.</param>
    /// <param name="timeout">How long at most, in real time unless the runtime's own clock is all it knows.</param>
    /// <returns>A task that ends then.</returns>
    protected internal virtual Task WaitForAsync(Task goal, TimeSpan timeout) => RealTime.WaitAsync(goal, timeout);

    /// <summary>Stops the executor: its threads end, and what is scheduled from now on must go to <see cref="ScheduleLate"/>.</summary>
    /// <returns>A task that ends when they have.</returns>
    protected virtual ValueTask StopAsync() => ValueTask.CompletedTask;

    private Task DrainAsync(TimeSpan timeout)
    {
        Task drained = Tasks.WhenDrained();
        return drained.IsCompleted || timeout == TimeSpan.Zero ? Task.CompletedTask : WaitForAsync(drained, timeout);
    }

    private async Task<ShutdownReport> CompleteShutdownAsync(TaskCompletionSource<ShutdownReport> source, TimeSpan drain)
    {
        try
        {
            source.SetResult(await RunShutdownAsync(drain).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            source.SetException(e);
        }

        return await source.Task.ConfigureAwait(false);
    }

    private async Task<ShutdownReport> RunShutdownAsync(TimeSpan drain)
    {
        await DrainAsync(drain).ConfigureAwait(false);

        // From now on a task that is spawned is asked to stop at once. Publishing is the frequent side and goes without a fence, so this one is for all.
        _cancelling = true;
        Interlocked.MemoryBarrierProcessWide();
        if (Tasks.HasUnfinished)
        {
            foreach (JoinHandle task in Tasks.Snapshot())
            {
                if (!task.IsShielded)
                {
                    task.RequestCancel();
                }
            }

            await DrainAsync(Options.CancelGrace).ConfigureAwait(false);
        }

        var report = new ShutdownReport(Name, Tasks.HasUnfinished ? Dump() : null);
        SpareThreads.Stop();
        await StopAsync().ConfigureAwait(false);
        LiveRuntimes.Remove(this);
        Blocking.SliceWatch.Unwatch(this);
        return report;
    }
}
