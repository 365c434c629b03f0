namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;

/// <summary>What the operating system holds for this process, in bytes.</summary>
internal static class ProcessMemory
{
    public static long Resident => Environment.WorkingSet;

    public static long PeakResident
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }
}
