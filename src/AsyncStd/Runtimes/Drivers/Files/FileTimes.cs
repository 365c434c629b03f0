namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>Times to set on a file; what is null stays as it is. The resolution is 100 ns, or the file system's if that is
/// coarser.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record FileTimes
{
    /// <summary>When the file was created; needs <see cref="FileSystemCapabilities.SettableCreationTime"/>.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When the file was last read.</summary>
    public DateTimeOffset? LastAccessed { get; init; }

    /// <summary>When the contents were last changed.</summary>
    public DateTimeOffset? LastModified { get; init; }
}
