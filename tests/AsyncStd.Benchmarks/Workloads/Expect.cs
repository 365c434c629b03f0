namespace AsyncStdBenchmarks.Workloads;

/// <summary>Wrong work must not be measured, and right work must not be optimized away.</summary>
internal static class Expect
{
    public static void Equal(long actual, long expected)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"The workload came to {actual} where {expected} is right.");
        }
    }
}
