namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using Path = System.IO.Path;

// What can be done with a file by its path.
public sealed partial class File
{
    /// <summary>EXDEV on Unix, ERROR_NOT_SAME_DEVICE on Windows: what stands in <see cref="Exception.HResult"/> when a rename would cross file systems.</summary>
    private const int CrossesDevicesOnUnix = 18;
    private const int CrossesDevicesOnWindows = unchecked((int)0x80070011);

    /// <summary>EEXIST on Unix, ERROR_ALREADY_EXISTS on Windows.</summary>
    private const int ExistsOnUnix = 17;
    private const int ExistsOnWindows = unchecked((int)0x800700B7);

    private static readonly FileCopyOptions s_copyNew = FileCopyOptions.Default with { Overwrite = false, CopyTimes = true };
    private static readonly FileCopyOptions s_copyOver = s_copyNew with { Overwrite = true };

    /// <summary>Twin of <c>System.IO.File.Exists</c>: whether a file stands there, or a link to one. Never throws for a path that cannot be looked at.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>False for a directory, for a wrong path, and where permission is missing.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>The answer may be wrong by the time it is used: to open a file, open it. <em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<bool> ExistsAsync(string? path, CancellationToken cancellationToken = default)
        => string.IsNullOrEmpty(path) || Path.EndsInDirectorySeparator(path)
            ? new ValueTask<bool>(false)
            : Existence.CheckAsync(path, FileKind.RegularFile, cancellationToken);

    /// <summary>Describes what a path leads to, by one call of the system.</summary>
    /// <param name="path">The path; links are followed.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>What the system knows about it.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there, or a link leads nowhere.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory on the way may not be searched.</exception>
    /// <exception cref="IOException">The system refused, see statx(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<Metadata> MetadataAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Metadata.From(Driver.Files.GetMetadataAsync(path, followLinks: true, cancellationToken));
    }

    /// <summary>Describes what stands at a path: if that is a link, the link itself.</summary>
    /// <inheritdoc cref="MetadataAsync(string, CancellationToken)"/>
    public static ValueTask<Metadata> SymlinkMetadataAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Metadata.From(Driver.Files.GetMetadataAsync(path, followLinks: false, cancellationToken));
    }

    /// <summary>Sets the permissions of a file or directory; links are followed.</summary>
    /// <param name="path">The path.</param>
    /// <param name="permissions">The bits, exactly: no umask; or the read-only attribute where there are none.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when they are set.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file belongs to somebody else.</exception>
    /// <exception cref="NotSupportedException">The permissions are bits, and the system has none.</exception>
    /// <exception cref="IOException">The system refused, see fchmodat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetPermissionsAsync(string path, Permissions permissions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return permissions.UnixFileMode is { } mode
            ? Driver.Files.SetUnixModeAsync(path, mode, followLinks: true, cancellationToken)
            : SetReadOnly(path, permissions.IsReadOnly, cancellationToken);

        static async ValueTask SetReadOnly(string path, bool isReadOnly, CancellationToken cancellationToken)
        {
            IFileSystem files = Driver.Files;
            FileMetadata now = await files.GetMetadataAsync(path, followLinks: true, cancellationToken).ConfigureAwait(false);
            await files.SetAttributesAsync(path, WithReadOnly(now.Attributes, isReadOnly), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Copies a file, by the system's own copy where there is one: the bytes then do not pass through the program, and on some file systems not even the disk. Permission
    /// bits and times are carried over.</summary>
    /// <param name="sourceFileName">The file; a link at the end is followed.</param>
    /// <param name="destFileName">The copy.</param>
    /// <param name="overwrite">Whether an existing file is overwritten, as std's <c>copy</c> does; if not, it is a failure, as in <c>System.IO.File.Copy</c>, whose twin this is.</param>
    /// <param name="cancellationToken">Asks to stop, between pieces.</param>
    /// <returns>The number of bytes copied.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The destination exists or is the source itself, the disk is full, or the system refused, see copy_file_range(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the copy may stand there and hold a part.</remarks>
    public static ValueTask<long> CopyAsync(string sourceFileName, string destFileName, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sourceFileName);
        ArgumentNullException.ThrowIfNull(destFileName);
        return Driver.Files.CopyFileAsync(TwinPath.Resolve(sourceFileName), TwinPath.Resolve(destFileName), overwrite ? s_copyOver : s_copyNew, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.Delete</c>: removes a file, or a link itself; content if there is none. <see cref="RemoveAsync"/> is not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name is gone.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The file is in use, or the system refused, see unlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has removed nothing.</remarks>
    public static ValueTask DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        ValueTask pending = RemoveAsync(TwinPath.Resolve(path), cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return Await(pending);
        }

        pending.GetAwaiter().GetResult();
        return default;

        static async ValueTask Await(ValueTask pending)
        {
            try
            {
                await pending.ConfigureAwait(false);
            }
            catch (FileNotFoundException)
            {
                // That is what was wanted.
            }
        }
    }

    /// <summary>Removes a file, or a link itself. The contents live on while somebody has the file open, where the system allows that.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name is gone.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The file is in use, or the system refused, see unlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has removed nothing.</remarks>
    public static ValueTask RemoveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.RemoveFileAsync(path, cancellationToken);
    }

    /// <summary>Renames a file or a directory within one file system, in one step; what stands at the destination is replaced.</summary>
    /// <param name="source">What to rename; a link is renamed itself.</param>
    /// <param name="destination">The new name.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name is changed.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The destination is a directory that is not empty, or lies on another file system, or the system refused, see rename(2).
    /// <see cref="MoveAsync(string, string, bool, CancellationToken)"/> copies then.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has renamed nothing.</remarks>
    public static ValueTask RenameAsync(string source, string destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        return Driver.Files.RenameAsync(source, destination, RenameMode.Replace, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.Move</c>: a rename, or between file systems a copy and a removal.</summary>
    /// <param name="sourceFileName">The file.</param>
    /// <param name="destFileName">The new path.</param>
    /// <param name="overwrite">Whether an existing file is replaced; if not, it is a failure.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the file is moved.</returns>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a directory or a link to one.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way to the new path is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The destination exists, or the system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the file is where it was; between file systems a part of the copy may be left.</remarks>
    public static async ValueTask MoveAsync(string sourceFileName, string destFileName, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sourceFileName);
        ArgumentNullException.ThrowIfNull(destFileName);
        (sourceFileName, destFileName) = (TwinPath.Resolve(sourceFileName), TwinPath.Resolve(destFileName));
        IFileSystem files = Driver.Files;
        FileMetadata source = await files.TryGetMetadataAsync(sourceFileName, followLinks: false, cancellationToken).ConfigureAwait(false)
            ?? throw new FileNotFoundException($"Moving '{sourceFileName}' failed: there is no such file.", sourceFileName);
        if ((source.Attributes & FileAttributes.Directory) != 0)
        {
            throw new FileNotFoundException($"Moving '{sourceFileName}' failed: it is a directory, or a link to one. Directory.MoveAsync moves one.", sourceFileName);
        }

        try
        {
            await files.RenameAsync(sourceFileName, destFileName, overwrite ? RenameMode.Replace : RenameMode.NoReplace, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (!overwrite && e.HResult is ExistsOnUnix or ExistsOnWindows)
        {
            if (!await IsSameAsync(files, source, sourceFileName, destFileName, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            // What stands in the way is the file itself, perhaps by another spelling: nobody loses anything.
            await files.RenameAsync(sourceFileName, destFileName, RenameMode.Replace, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.HResult is CrossesDevicesOnUnix or CrossesDevicesOnWindows)
        {
            FileCopyOptions options = FileCopyOptions.Default with { Overwrite = overwrite, CopyTimes = true };
            await files.CopyFileAsync(sourceFileName, destFileName, options, cancellationToken).ConfigureAwait(false);

            // From here on stopping would leave two files, of which the copy is whole.
            await Scope.Shield(() => files.RemoveFileAsync(sourceFileName, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    private static async ValueTask<bool> IsSameAsync(IFileSystem files, FileMetadata source, string one, string other, CancellationToken cancellationToken)
    {
        if (source.FileId is null)
        {
            string directory = files.CurrentDirectory; // all that a driver without numbers of files can say
            return Path.GetFullPath(one, directory) == Path.GetFullPath(other, directory);
        }

        FileMetadata? destination = await files.TryGetMetadataAsync(other, followLinks: false, cancellationToken).ConfigureAwait(false);
        return destination?.FileId == source.FileId && destination?.DeviceId == source.DeviceId;
    }

    /// <summary>Twin of <c>System.IO.File.Replace</c>: puts a file in the place of another and keeps the old one as a backup.</summary>
    /// <param name="sourceFileName">The new contents; gone afterwards.</param>
    /// <param name="destinationFileName">The existing file to replace.</param>
    /// <param name="destinationBackupFileName">Where the old file goes; null drops it.</param>
    /// <param name="ignoreMetadataErrors">Whether attributes that could not be carried over are no failure.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the file is replaced.</returns>
    /// <exception cref="FileNotFoundException">One of the two files does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has replaced nothing; the backup may stand already.</remarks>
    public static ValueTask ReplaceAsync(
        string sourceFileName,
        string destinationFileName,
        string? destinationBackupFileName,
        bool ignoreMetadataErrors = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sourceFileName);
        ArgumentNullException.ThrowIfNull(destinationFileName);
        return Driver.Files.ReplaceAsync(
            TwinPath.Resolve(sourceFileName),
            TwinPath.Resolve(destinationFileName),
            destinationBackupFileName is null ? null : TwinPath.Resolve(destinationBackupFileName),
            ignoreMetadataErrors,
            cancellationToken);
    }

    /// <summary>Encrypts a file for its user, where the file system does that: twin of <c>System.IO.File.Encrypt</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the file is rewritten.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="NotSupportedException">The system cannot.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing; one under way runs to its end.</remarks>
    [SupportedOSPlatform("windows")]
    public static ValueTask EncryptAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.SetEncryptionAsync(TwinPath.Resolve(path), encrypted: true, cancellationToken);
    }

    /// <summary>Takes the encryption away: twin of <c>System.IO.File.Decrypt</c>.</summary>
    /// <inheritdoc cref="EncryptAsync"/>
    [SupportedOSPlatform("windows")]
    public static ValueTask DecryptAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.SetEncryptionAsync(TwinPath.Resolve(path), encrypted: false, cancellationToken);
    }
}
