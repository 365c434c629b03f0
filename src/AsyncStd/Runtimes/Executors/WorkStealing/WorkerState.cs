namespace AsyncStd.Runtimes.Executors;

/// <summary>What a worker does, in the eyes of the monitor.</summary>
internal enum WorkerState
{
    /// <summary>It runs one item after the other.</summary>
    Moving,

    /// <summary>It sleeps, or is about to.</summary>
    Parked,

    /// <summary>It has a section open, and will be taken over if that lasts.</summary>
    InSection,

    /// <summary>It has been at one item since the last look, and may be computing.</summary>
    Stuck,

    /// <summary>The same, and its thread waits for something.</summary>
    Blocked,
}
