namespace AsyncStdBenchmarks.Workloads;

/// <summary>Something to measure. <see cref="Run"/> is called on a plain thread and returns when the work is done.</summary>
/// <param name="Run">Does the work; its arguments are the number of operations and whether this is only the warm-up.</param>
internal sealed record Workload(Func<long, bool, WorkloadResult> Run)
{
    /// <summary>False where a warm-up would falsify the figure: memory that was touched once stays with the process.</summary>
    public bool NeedsWarmUp { get; init; } = true;
}
