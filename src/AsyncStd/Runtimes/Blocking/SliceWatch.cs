namespace AsyncStd.Runtimes.Blocking;

using AsyncStd.Runtimes.Executors;
using AsyncStd.Runtimes.Timers;

/// <summary>Looks at the threads of runtimes that have no monitor of their own, for slices that wait: only while somebody wants to hear of them.</summary>
/// <remarks>One thread for the process, which ends with the last such runtime. Threads and runtimes are held weakly, so they come and go as they like.
/// What is remembered of a slice from look to look belongs to this thread.</remarks>
internal static class SliceWatch
{
    private const int ReportMicroseconds = 30_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

    private static readonly Lock s_lock = new();
    private static readonly List<WeakReference<Slice>> s_slices = [];
    private static readonly List<WeakReference<Runtime>> s_runtimes = [];
    private static bool s_isRunning;

    /// <summary>A thread is about to run its first slice.</summary>
    public static void Register(Slice slice)
    {
        lock (s_lock)
        {
            s_slices.RemoveAll(static weak => !weak.TryGetTarget(out _));
            s_slices.Add(new WeakReference<Slice>(slice));
        }
    }

    /// <summary>From now on slices of a runtime that wait are reported to it.</summary>
    public static void Watch(Runtime runtime)
    {
        lock (s_lock)
        {
            if (Living().Contains(runtime))
            {
                return;
            }

            s_runtimes.Add(new WeakReference<Runtime>(runtime));
            if (s_isRunning)
            {
                return;
            }

            s_isRunning = true;
        }

        try
        {
            ThreadFactory.Start(new Thread(Run) { IsBackground = true, Name = "async-std/watch" });
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            s_isRunning = false;
            runtime.ReportUnhandled(new InvalidOperationException("The operating system refuses the thread that looks for tasks that block.", e), null);
        }
    }

    /// <summary>The runtime has ended.</summary>
    public static void Unwatch(Runtime runtime)
    {
        lock (s_lock)
        {
            s_runtimes.RemoveAll(weak => !weak.TryGetTarget(out Runtime? target) || target == runtime);
        }
    }

    private static void Run()
    {
        while (LookAtAll())
        {
            Thread.Sleep(s_interval);
        }
    }

    private static bool LookAtAll()
    {
        List<Slice> slices = [];
        HashSet<Runtime> runtimes;
        lock (s_lock)
        {
            runtimes = Living();
            if (runtimes.Count == 0)
            {
                s_isRunning = false;
                return false;
            }

            foreach (WeakReference<Slice> weak in s_slices)
            {
                if (weak.TryGetTarget(out Slice? slice))
                {
                    slices.Add(slice);
                }
            }
        }

        long now = MonotonicClock.Microseconds;
        foreach (Slice slice in slices)
        {
            Look(slice, now, runtimes);
        }

        return true;
    }

    private static void Look(Slice slice, long now, HashSet<Runtime> runtimes)
    {
        int count = slice.Count;
        WorkItem? item = slice.IsOpen ? slice.Latest : null;
        if (item?.Owner is not { } runtime || !runtimes.Contains(runtime) || !Blockage.IsWaiting(slice.Thread))
        {
            slice.WaitingSince = 0;
        }
        else if (slice.WaitingSince == 0 || slice.WatchedCount != count)
        {
            slice.WatchedCount = count;
            slice.WaitingSince = now;
        }
        else if (now - slice.WaitingSince >= ReportMicroseconds && slice.Count == count && !slice.TellsByItself && slice.TryClaimReport(count))
        {
            runtime.ReportBlocking(item.Origin, TimeSpan.FromMicroseconds(now - slice.WaitingSince), withStack: false);
        }
    }

    /// <summary>The watched runtimes that still exist. The lock is held.</summary>
    private static HashSet<Runtime> Living()
    {
        HashSet<Runtime> living = [];
        foreach (WeakReference<Runtime> weak in s_runtimes)
        {
            if (weak.TryGetTarget(out Runtime? runtime))
            {
                living.Add(runtime);
            }
        }

        return living;
    }
}
