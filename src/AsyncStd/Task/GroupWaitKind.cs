namespace AsyncStd.Task;

/// <summary>What somebody waits for in a group.</summary>
internal enum GroupWaitKind
{
    /// <summary>No child is left.</summary>
    Children,

    /// <summary>No child is left, and from then on none can come.</summary>
    Leave,

    /// <summary>Neither a child nor the body is left, and from then on no child can come.</summary>
    Finish,

    /// <summary>A child has ended, or none is left.</summary>
    Next,

    /// <summary>A child would begin at once.</summary>
    Place,
}
