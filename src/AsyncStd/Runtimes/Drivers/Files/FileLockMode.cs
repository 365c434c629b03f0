namespace AsyncStd.Runtimes.Drivers;

/// <summary>Who may hold a lock on a file at the same time.</summary>
public enum FileLockMode
{
    /// <summary>Any number of shared locks, and no exclusive one.</summary>
    Shared,

    /// <summary>This one alone.</summary>
    Exclusive,
}
