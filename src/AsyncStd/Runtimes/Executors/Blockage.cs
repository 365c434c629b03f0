namespace AsyncStd.Runtimes.Executors;

using System.Globalization;
using System.IO;
using Microsoft.Win32.SafeHandles;

/// <summary>Tells threads that wait from threads that compute, or would like to, as far as one can from outside.</summary>
internal static class Blockage
{
    private const int StatusLength = 256;

    /// <summary>Processor time of the process so far: while it stands still, threads that seem to run wait in native calls.</summary>
    public static TimeSpan ProcessorTime => OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() || OperatingSystem.IsBrowser()
        ? TimeSpan.MaxValue
        : Environment.CpuUsage.TotalTime;

    /// <summary>Whether a thread waits for a lock, an event, another thread, or for time to pass. Native calls that wait look like running ones.</summary>
    public static bool IsWaiting(Thread thread) => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>The number by which the system lists the calling thread, or 0 where that is not known.</summary>
    public static int SystemNumberOfThisThread()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        try
        {
            string? link = new FileInfo("/proc/thread-self").LinkTarget; // "123/task/456"
            return link is not null && int.TryParse(link.AsSpan(link.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Whether the system has taken a thread off its processor because it waits for something; null where the system does not tell.</summary>
    /// <param name="number">From <see cref="SystemNumberOfThisThread"/>.</param>
    public static bool? IsWaitingInSystem(int number)
    {
        if (number == 0)
        {
            return null;
        }

        try
        {
            // proc(5): the number, the name in brackets, which may contain brackets itself, and the state; R is running, or waiting for a processor.
            using SafeFileHandle file = File.OpenHandle($"/proc/self/task/{number}/stat", options: FileOptions.None);
            Span<byte> status = stackalloc byte[StatusLength];
            status = status[..RandomAccess.Read(file, status, 0)];
            int state = status.LastIndexOf((byte)')') + 2;
            return state >= status.Length || state < 2 ? null : status[state] is (byte)'S' or (byte)'D';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
