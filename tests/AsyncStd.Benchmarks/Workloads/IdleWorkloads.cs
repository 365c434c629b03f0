namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>What a task costs that only waits.</summary>
internal static class IdleWorkloads
{
    private const int First = 1_000;
    private static readonly TimeSpan s_park = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(300);
    private static long s_started;

    /// <summary>Resident memory for each of many tasks that sleep for an hour; a thousand go ahead and are not counted.</summary>
    public static async JoinHandle<WorkloadResult> Sleep(long size)
    {
        SpawnSleepers(First);
        long residentBefore = await ResidentOnceStarted(First);
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        long begin = Stopwatch.GetTimestamp();

        SpawnSleepers(size);
        long residentAfter = await ResidentOnceStarted(First + size);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin) - s_rest;
        long heapAfter = GC.GetTotalMemory(forceFullCollection: true);

        return new WorkloadResult(size)
        {
            Seconds = elapsed.TotalSeconds,
            Extras =
            [
                ("bytes_per_task", (residentAfter - residentBefore) / (double)size),
                ("heap_bytes_per_task", (heapAfter - heapBefore) / (double)size),
            ],
        };
    }

    private static void SpawnSleepers(long count)
    {
        for (long i = 0; i < count; i++)
        {
            Task.Spawn(static async () =>
            {
                Interlocked.Increment(ref s_started);
                await Task.Sleep(s_park);
            });
        }
    }

    private static async ValueTask<long> ResidentOnceStarted(long count)
    {
        while (Volatile.Read(ref s_started) < count)
        {
            await Task.Sleep(TimeSpan.FromMilliseconds(1));
        }

        await Task.Sleep(s_rest);
        return ProcessMemory.Resident;
    }
}
