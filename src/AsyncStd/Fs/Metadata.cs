namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;

/// <summary>What the file system knew about a file when it was asked; it does not change afterwards, as <see cref="FileInfo"/> does.</summary>
/// <remarks>Owners, inodes and the like are in the namespace <c>AsyncStd.Os.Unix</c>. Times are in UTC and have a resolution of 100 ns.</remarks>
/// <example><code>
/// static async Task&lt;bool> IsNewer(string path, string than)
///     => (await File.MetadataAsync(path)).LastWriteTime > (await File.MetadataAsync(than)).LastWriteTime;
/// </code></example>
public sealed class Metadata
{
    internal Metadata(FileMetadata data) => Data = data;

    /// <summary>What it is about.</summary>
    public FileType FileType => Map(Data.Kind);

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => Data.Kind == FileKind.RegularFile;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => Data.Kind == FileKind.Directory;

    /// <summary>Whether it is a symbolic link; never where links were followed.</summary>
    public bool IsSymbolicLink => Data.Kind == FileKind.SymbolicLink;

    /// <summary>The length in bytes; of a link, that of its target's path.</summary>
    public long Length => Data.Length;

    /// <summary>Who may do what.</summary>
    public Permissions Permissions => Data.UnixMode is { } mode
        ? new Permissions(mode)
        : new Permissions((Data.Attributes & FileAttributes.ReadOnly) != 0);

    /// <summary>The attributes, as <c>System.IO.File.GetAttributes</c> gives them.</summary>
    public FileAttributes Attributes => Data.Attributes;

    /// <summary>When the contents were last changed.</summary>
    public DateTimeOffset LastWriteTime => Data.LastModified;

    /// <summary>When it was last read, as far as the file system keeps that.</summary>
    public DateTimeOffset LastAccessTime => Data.LastAccessed;

    /// <summary>When it was created; null on file systems that do not keep that.</summary>
    public DateTimeOffset? CreationTime => Data.Created;

    internal FileMetadata Data { get; }

    internal static FileType Map(FileKind kind) => kind <= FileKind.Other ? (FileType)kind : FileType.Other;

    internal static ValueTask<Metadata> From(ValueTask<FileMetadata> pending)
    {
        return pending.IsCompletedSuccessfully ? new ValueTask<Metadata>(new Metadata(pending.Result)) : Wait(pending);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<Metadata> Wait(ValueTask<FileMetadata> pending) => new(await pending.ConfigureAwait(false));
    }
}
