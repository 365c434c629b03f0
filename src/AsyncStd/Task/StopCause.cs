namespace AsyncStd.Task;

/// <summary>Why branches were asked to stop.</summary>
internal enum StopCause : byte
{
    /// <summary>They were not.</summary>
    None,

    /// <summary>The others have decided the result.</summary>
    Decided,

    /// <summary>The time was up.</summary>
    Time,

    /// <summary>A token, or the scope of the awaiting code.</summary>
    Request,
}
