namespace AsyncStd.Task;

/// <summary>When several branches are over, and with what.</summary>
internal enum GatheringRule : byte
{
    /// <summary>Join: all have ended.</summary>
    All,

    /// <summary>TryJoin: all have ended well, or one has failed.</summary>
    AllOrFirstFailure,

    /// <summary>Race and Select: one has ended.</summary>
    First,

    /// <summary>TryRace: one has ended well, or all have failed.</summary>
    FirstSuccess,
}
