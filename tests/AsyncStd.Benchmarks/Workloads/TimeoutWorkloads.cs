namespace AsyncStdBenchmarks.Workloads;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Work under a limit that it keeps.</summary>
internal static class TimeoutWorkloads
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    /// <summary>What is ready at once.</summary>
    public static async JoinHandle<WorkloadResult> Ready(long size)
    {
        long sum = 0;
        for (long i = 0; i < size; i++)
        {
            sum += await Task.Timeout(s_limit, i, static async number => number);
        }

        Expect.Equal(sum, size * (size - 1) / 2);
        return new WorkloadResult(size);
    }

    /// <summary>What yields once, so that the timer is set and stopped.</summary>
    public static async JoinHandle<WorkloadResult> Quick(long size)
    {
        for (long i = 0; i < size; i++)
        {
            await Task.Timeout(s_limit, static async () => await Task.YieldNow());
        }

        return new WorkloadResult(size);
    }
}
