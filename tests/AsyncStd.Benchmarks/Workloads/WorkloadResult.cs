namespace AsyncStdBenchmarks.Workloads;

/// <summary>What a workload says of one run.</summary>
/// <param name="Operations">How many operations were really done; batches round the size that was asked for.</param>
internal sealed record WorkloadResult(long Operations)
{
    /// <summary>Seconds of the part that counts, where that is not the whole run.</summary>
    public double? Seconds { get; init; }

    /// <summary>Figures that only this workload has.</summary>
    public IReadOnlyList<(string Name, double Value)> Extras { get; init; } = [];
}
