namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>One entry of a directory, as the listing itself tells it: without a call for each file.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public readonly record struct DirectoryItem
{
    /// <summary>The name alone, without the directory; never <c>.</c> or <c>..</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is; <see cref="FileKind.Unknown"/> if the listing does not say. Links are not followed.</summary>
    public FileKind Kind { get; init; }

    /// <summary>Its number within the file system; 0 without <see cref="FileSystemCapabilities.DirectoryFileIds"/>.</summary>
    public ulong FileId { get; init; }

    /// <summary>Whether <see cref="Name"/> shows something that the driver could not express, so that calls with it will
    /// fail.</summary>
    public bool IsNameInexact { get; init; }

    /// <summary>Why this entry could not be read, though others can; null if it could.</summary>
    public Exception? Error { get; init; }
}
