namespace AsyncStd.Sync.Waiting;

using AsyncStd.Runtimes;

/// <summary>A thread outside every runtime that sleeps until what it waits for is there.</summary>
internal sealed class BlockedThread : IWaiter
{
    private bool _woken;

    /// <summary>Refuses to block a thread that executes a task.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is executing a slice: what it would wait for might need this very thread.</exception>
    public static void ThrowIfInside()
    {
        if (Slice.IsRunning)
        {
            throw new InvalidOperationException(
                "This would block a thread of an AsyncStd runtime while it runs a task, and can deadlock. Use the form that is awaited, or SpawnBlocking.");
        }
    }

    /// <summary>Sleeps until woken.</summary>
    public void Wait()
    {
        lock (this)
        {
            while (!_woken)
            {
                Monitor.Wait(this);
            }
        }
    }

    /// <inheritdoc/>
    public void Wake(ScheduleReason reason)
    {
        lock (this)
        {
            _woken = true;
            Monitor.Pulse(this);
        }
    }
}
