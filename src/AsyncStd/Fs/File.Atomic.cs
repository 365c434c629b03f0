namespace AsyncStd.Fs;

using System.Buffers;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using Path = System.IO.Path;

// Whole files, all or nothing.
public sealed partial class File
{
    /// <summary>Writes a whole file so that everybody sees the old contents or the new ones, also after a power cut: a new file beside it is written and synced, takes over
    /// the name, and the directory is synced.</summary>
    /// <param name="path">The file; if it is a link, the link is replaced, not what it points to. An existing file's permission bits are kept.</param>
    /// <param name="contents">The bytes; the call's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the new contents are durable.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The disk is full, or the system refused. The file is as it was, unless only the sync of the directory failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the file is as it was, or has the new contents; never a part. Nothing is left beside it.</remarks>
    public static async ValueTask WriteAtomicAsync(string path, ReadOnlyMemory<byte> contents, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        IFileSystem files = Driver.Files;
        string directory = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        FileMetadata? old = await files.TryGetMetadataAsync(path, followLinks: false, cancellationToken).ConfigureAwait(false);
        if (old?.Kind == FileKind.Directory)
        {
            throw new UnauthorizedAccessException($"Writing '{path}' failed: it is a directory.");
        }

        UnixFileMode? mode = old is { Kind: FileKind.RegularFile, UnixMode: { } kept } ? kept : null;
        File temporary = await CreateBesideAsync(directory, Path.GetFileName(path), cancellationToken).ConfigureAwait(false);
        bool isRenamed = false;
        try
        {
            await using (temporary.ConfigureAwait(false))
            {
                if (mode is { } bits)
                {
                    await temporary._handle.SetUnixModeAsync(bits, cancellationToken).ConfigureAwait(false);
                }

                await temporary.WriteAsync(contents, cancellationToken).ConfigureAwait(false);
                await temporary.SyncAllAsync(cancellationToken).ConfigureAwait(false);
            }

            await files.RenameAsync(temporary.Name, path, RenameMode.Replace, cancellationToken).ConfigureAwait(false);
            isRenamed = true;
        }
        finally
        {
            if (!isRenamed)
            {
                // Also in a task that was stopped, whose calls are not made any more.
                await Scope.Shield(() => DeleteAsync(temporary.Name)).ConfigureAwait(false);
            }
        }

        await files.SyncDirectoryAsync(directory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a whole file, all or nothing, as UTF-8 without a mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">The text.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <inheritdoc cref="WriteAtomicAsync(string, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static async ValueTask WriteAtomicAsync(string path, string contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        int count = TextFormat.Encode(contents, TextFormat.Default, withMark: false, out byte[] rented);
        try
        {
            await WriteAtomicAsync(path, rented.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>With the bits that any new file gets: those of the umask.</summary>
    private static ValueTask<File> CreateBesideAsync(string directory, string name, CancellationToken cancellationToken)
    {
        const int longest = 200; // of a name with 255 bytes at most, which letters may take four each
        string prefix = "." + (name.Length > longest / 4 ? name[..(longest / 4)] : name) + ".";
        return TempName.CreateFileAsync(directory, prefix, ".tmp", mode: null, cancellationToken);
    }
}
