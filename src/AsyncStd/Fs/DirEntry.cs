namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;

/// <summary>One entry of a directory, as the listing itself told it: without a call for each.</summary>
/// <example><code>
/// static async Task&lt;long> Size(string path)
/// {
///     long size = 0;
///     await foreach (DirEntry entry in Directory.WalkAsync(path))
///     {
///         if (entry.FileType == FileType.File)
///         {
///             size += (await entry.MetadataAsync()).Length;
///         }
///     }
///
///     return size;
/// }
/// </code></example>
public readonly struct DirEntry
{
    private readonly DirectoryNode _directory;
    private readonly DirectoryItem _item;
    private readonly FileKind _kind;

    internal DirEntry(DirectoryNode directory, in DirectoryItem item, FileKind kind) => (_directory, _item, _kind) = (directory, item, kind);

    /// <summary>The name, without the directory.</summary>
    public string Name => _item.Name ?? "";

    /// <summary>The path: that of the listing, as it was given, and the names below.</summary>
    public string FullPath => _directory is null ? "" : _directory.PathOf(Name);

    /// <summary>What it is, as the listing told it; a link is a link. <see cref="FileType.Unknown"/> on the few file systems that do not tell.</summary>
    public FileType FileType => Metadata.Map(_kind);

    /// <summary>Why this entry, or the directory it stands for, could not be read; null if it could. See <see cref="EntryErrors.Yield"/>.</summary>
    public Exception? Error => _item.Error;

    /// <summary>Whether <see cref="Name"/> shows bytes that the driver could not express, so that calls with it will fail.</summary>
    public bool IsNameInexact => _item.IsNameInexact;

    /// <summary>How many directories it is below the start; 1 for an entry of the start itself.</summary>
    public int Depth => _directory is null ? 0 : _directory.Depth + 1;

    internal ulong FileId => _item.FileId;

    /// <summary>Describes the entry, not what it links to. While the directory is being listed, it is asked by its name alone; later by its path.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>What the system knows about it.</returns>
    /// <exception cref="InvalidOperationException">The entry is empty: it comes from no listing.</exception>
    /// <exception cref="FileNotFoundException">It is gone by now, or <see cref="IsNameInexact"/>.</exception>
    /// <exception cref="DirectoryNotFoundException">The directory is gone by now, and its listing has ended.</exception>
    /// <exception cref="PathTooLongException">The listing has ended, and the path is longer than the system takes.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be searched.</exception>
    /// <exception cref="IOException">The system refused, see statx(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public ValueTask<Metadata> MetadataAsync(CancellationToken cancellationToken = default)
    {
        if (_directory is null)
        {
            throw new InvalidOperationException("This entry is empty: it comes from no listing.");
        }

        return Metadata.From(_directory.GetMetadataAsync(Name, followLink: false, cancellationToken));
    }

    /// <summary>The path.</summary>
    /// <returns><see cref="FullPath"/>.</returns>
    public override string ToString() => FullPath;
}
