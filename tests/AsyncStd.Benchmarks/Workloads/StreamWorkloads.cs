namespace AsyncStdBenchmarks.Workloads;

using AsyncStd.Stream;
using AsyncStd.Task;

/// <summary>Sequences.</summary>
internal static class StreamWorkloads
{
    /// <summary>Numbers that are mapped, filtered and added up.</summary>
    public static async JoinHandle<WorkloadResult> MapFilterFold(long size)
    {
        long sum = await AsyncSequence.Range(0, (int)size)
            .Select(x => x * 3L + 1)
            .Where(x => (x & 1) == 0)
            .AggregateAsync(0L, (sum, x) => sum + x);

        long odd = size / 2; // only odd numbers give even ones: 3x + 1 over them
        Expect.Equal(sum, 3 * odd * odd + odd);
        return new WorkloadResult(size);
    }
}
