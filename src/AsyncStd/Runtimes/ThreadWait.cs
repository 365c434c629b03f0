namespace AsyncStd.Runtimes;

using AsyncStd.Runtimes.Timers;
using AsyncStd.Task;

/// <summary>Makes a thread that is nobody's worker wait for a task.</summary>
internal sealed class ThreadWait : IWaiter
{
    /// <summary>How long to look before sleeping. A hand-over to a sleeping thread costs 10 to 30 µs, a watched flag a tenth of one.</summary>
    private const int SpinMicroseconds = 50;

    [ThreadStatic]
    private static ThreadWait? t_cached;

    private bool _woken;

    private ThreadWait()
    {
    }

    /// <summary>Blocks the calling thread until the task has ended.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is executing a slice: what it would wait for might need this very thread.</exception>
    public static void For(JoinHandle handle)
    {
        if (Slice.IsRunning)
        {
            throw new InvalidOperationException(
                "This would block a thread of an AsyncStd runtime while it runs a task, and can deadlock. Await the task, or use SpawnBlocking.");
        }

        if (SpinUntilCompleted(handle))
        {
            return;
        }

        Executors.Worker.HandOverNow();
        ThreadWait wait = t_cached ?? new ThreadWait();
        t_cached = null;
        wait._woken = false;
        if (handle.TryAddWaiter(wait))
        {
            lock (wait)
            {
                while (!wait._woken)
                {
                    Monitor.Wait(wait);
                }
            }
        }

        t_cached = wait;
    }

    public void Wake(ScheduleReason reason)
    {
        lock (this)
        {
            _woken = true;
            Monitor.Pulse(this);
        }
    }

    private static bool SpinUntilCompleted(JoinHandle handle)
    {
        if (Environment.ProcessorCount == 1)
        {
            return handle.IsCompleted;
        }

        long start = MonotonicClock.Microseconds;
        do
        {
            for (int i = 0; i < 16; i++)
            {
                if (handle.IsCompleted)
                {
                    return true;
                }

                Thread.SpinWait(8);
            }

            Thread.Yield(); // the worker may be waiting for this very processor
        }
        while (MonotonicClock.Microseconds - start < SpinMicroseconds);
        return handle.IsCompleted;
    }
}
