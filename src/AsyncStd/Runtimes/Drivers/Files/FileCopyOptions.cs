namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>How a file is copied.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record FileCopyOptions
{
    /// <summary>An existing file is replaced, and the permission bits are carried over.</summary>
    public static FileCopyOptions Default { get; } = new();

    /// <summary>Whether an existing destination is truncated and overwritten; if not, it is a failure.</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>Whether the copy gets the permission bits or attributes of the original.</summary>
    public bool CopyPermissions { get; init; } = true;

    /// <summary>Whether the copy gets the times of the original's last access and last change.</summary>
    public bool CopyTimes { get; init; }

    /// <summary>Whether blocks may be shared.</summary>
    public FileCloning Cloning { get; init; } = FileCloning.Allow;
}
