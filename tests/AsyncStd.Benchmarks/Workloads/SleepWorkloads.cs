namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Many timers.</summary>
internal static class SleepWorkloads
{
    private const ulong Seed = 7;

    /// <summary>As many tasks as asked for, each sleeping a random number of milliseconds once; says how late they woke.</summary>
    public static async JoinHandle<WorkloadResult> Sleep(long size, TimeSpan longest)
    {
        var random = new XorShift(Seed);
        var range = (ulong)longest.TotalMilliseconds;
        var sleepers = new JoinHandle<double>[size];
        for (long i = 0; i < size; i++)
        {
            var milliseconds = (int)(random.Next() % range) + 1;
            sleepers[i] = Task.Spawn(milliseconds, static async milliseconds =>
            {
                long begin = Stopwatch.GetTimestamp();
                await Task.Sleep(TimeSpan.FromMilliseconds(milliseconds));
                return Math.Max(0, Stopwatch.GetElapsedTime(begin).TotalMilliseconds - milliseconds);
            });
        }

        double latest = 0;
        double sum = 0;
        foreach (JoinHandle<double> sleeper in sleepers)
        {
            double late = await sleeper;
            latest = Math.Max(latest, late);
            sum += late;
        }

        return new WorkloadResult(size) { Extras = [("max_late_ms", latest), ("mean_late_ms", sum / size)] };
    }
}
