namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.InteropServices;

/// <summary>The kernel's timespec, for utimensat(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinuxTime
{
    private const long LeaveAsIs = (1 << 30) - 2;

    public long Seconds;
    public long Nanoseconds;

    public static LinuxTime Of(DateTimeOffset? time)
    {
        if (time is not { } set)
        {
            return new LinuxTime { Nanoseconds = LeaveAsIs };
        }

        long ticks = set.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        (long seconds, long rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return rest >= 0
            ? new LinuxTime { Seconds = seconds, Nanoseconds = rest * TimeSpan.NanosecondsPerTick }
            : new LinuxTime { Seconds = seconds - 1, Nanoseconds = (rest + TimeSpan.TicksPerSecond) * TimeSpan.NanosecondsPerTick };
    }
}
