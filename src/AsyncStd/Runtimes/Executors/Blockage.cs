namespace AsyncStd.Runtimes.Executors;

/// <summary>Tells threads that wait from threads that compute, as far as one can from outside.</summary>
internal static class Blockage
{
    /// <summary>Whether a thread waits for a lock, an event, another thread, or for time to pass. Native calls that wait look like running ones.</summary>
    public static bool IsWaiting(Thread thread) => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>Processor time of the process so far: while it stands still, threads that seem to run wait in native calls.</summary>
    public static TimeSpan ProcessorTime => OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() || OperatingSystem.IsBrowser()
        ? TimeSpan.MaxValue
        : Environment.CpuUsage.TotalTime;
}
