namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a rename does with something that stands at the destination.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum RenameMode
{
    /// <summary>It is replaced: a file by a file, an empty directory by a directory, see rename(2).</summary>
    Replace,

    /// <summary>The rename fails; in one step if the driver has <see cref="FileSystemCapabilities.AtomicNoReplace"/>.</summary>
    NoReplace,

    /// <summary>Both names change places; both must exist.</summary>
    Exchange,
}
