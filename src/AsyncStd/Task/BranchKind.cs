namespace AsyncStd.Task;

/// <summary>What was passed to a combinator.</summary>
internal enum BranchKind : byte
{
    /// <summary>Functions: started here, stopped here, and what they return belongs to the combinator.</summary>
    Function,

    /// <summary>Handles of tasks that run already: stopped here, but they and their results belong to whoever spawned them.</summary>
    Handle,

    /// <summary>BCL tasks: can only be left.</summary>
    Foreign,
}
