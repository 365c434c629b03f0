namespace AsyncStdConformance.Seeded;

/// <summary>Which of the runnable items goes next.</summary>
public enum PickOrder
{
    /// <summary>Any of them, all equally likely, as the seed has it.</summary>
    Random,

    /// <summary>The one that waits longest: what most executors do, and why most interleavings are never seen.</summary>
    Fifo,
}
