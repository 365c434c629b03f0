namespace AsyncStd.Task;

/// <summary>What a task is to the group that is its parent.</summary>
internal enum GroupRole : byte
{
    /// <summary>Nothing: it was spawned by a child that has ended, for instance.</summary>
    None,

    /// <summary>Spawned in the group.</summary>
    Child,

    /// <summary>Spawned in the group, and may block its thread.</summary>
    BlockingChild,

    /// <summary>The function that was given the group.</summary>
    Body,
}
