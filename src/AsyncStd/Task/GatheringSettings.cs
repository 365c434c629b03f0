namespace AsyncStd.Task;

/// <summary>How several branches are to be run.</summary>
/// <param name="Rule">When they are over.</param>
/// <param name="Kind">What they are.</param>
/// <param name="CancellationToken">Asks them to stop.</param>
/// <param name="File">Where they were started.</param>
/// <param name="Line">The line there.</param>
internal readonly record struct GatheringSettings(GatheringRule Rule, BranchKind Kind, CancellationToken CancellationToken, string? File, int Line)
{
    /// <summary>For diagnosis.</summary>
    public string Name => Rule switch
    {
        GatheringRule.All => "join",
        GatheringRule.AllOrFirstFailure => "try-join",
        GatheringRule.First => "race",
        _ => "try-race",
    };

    /// <summary>Whether one success is enough.</summary>
    public bool IsRace => Rule is GatheringRule.First or GatheringRule.FirstSuccess;
}
