namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>Who may hold a lock on a file at the same time.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum FileLockMode
{
    /// <summary>Any number of shared locks, and no exclusive one.</summary>
    Shared,

    /// <summary>This one alone.</summary>
    Exclusive,
}
