namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;

/// <summary>What a task costs that only waits.</summary>
internal static class IdleWorkloads
{
    private const int First = 1_000;
    private static readonly TimeSpan s_park = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(300);
    private static long s_started;

    /// <summary>Resident memory for each of many tasks that sleep for an hour; a thousand go ahead and are not counted.</summary>
    public static JoinHandle<WorkloadResult> Sleep(long size) => Park(size, SpawnSleepers);

    /// <summary>The same for tasks that wait for one shared notification.</summary>
    public static JoinHandle<WorkloadResult> Notify(long size)
    {
        var park = new Notify();
        return Park(size, count => SpawnWaiters(park, count));
    }

    private static async JoinHandle<WorkloadResult> Park(long size, Action<long> spawn)
    {
        spawn(First);
        long residentBefore = await ResidentOnceStarted(First);
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        long begin = Stopwatch.GetTimestamp();

        spawn(size);
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

    /// <summary>Processor time of a runtime in which many tasks sleep and nothing else happens, over five seconds (a moment for a small number).</summary>
    public static WorkloadResult Rest(long size)
    {
        TimeSpan period = size < First ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromSeconds(5);
        Task.BlockOn(async () =>
        {
            SpawnSleepers(size);
            await ResidentOnceStarted(size);
        });
        Thread.Sleep(period / 5); // what the start left behind: the workers' last search, the JIT

        TimeSpan before = Environment.CpuUsage.TotalTime;
        Thread.Sleep(period);
        TimeSpan used = Environment.CpuUsage.TotalTime - before;

        return new WorkloadResult(size)
        {
            Seconds = period.TotalSeconds,
            Extras = [("idle_cpu_ms", used.TotalMilliseconds), ("idle_cpu_percent_of_a_core", used / period * 100)],
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

    private static void SpawnWaiters(Notify park, long count)
    {
        for (long i = 0; i < count; i++)
        {
            Task.Spawn(park, static async park =>
            {
                Interlocked.Increment(ref s_started);
                await park.WaitAsync();
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
