namespace AsyncStd.Runtimes.Drivers;

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

/// <summary>How a runtime reaches files and directories: calls on paths, and the opening of handles.</summary>
/// <remarks>
/// <para><b>Paths.</b> A path is absolute, or relative to <see cref="CurrentDirectory"/>. Where the system's names are bytes and
/// the
/// driver has <see cref="FileSystemCapabilities.ByteNames"/>, a byte that is not valid UTF-8 stands in the string as the lone low
/// surrogate
/// U+DC00 plus its value, in both directions, so that every name can be listed, opened and removed. A path that is empty or
/// contains a
/// NUL is refused with an <see cref="ArgumentException"/> before the system is asked.</para>
/// <para><b>Failures.</b> A call throws what the BCL's own file classes throw for the same cause:
/// <see cref="FileNotFoundException"/>,
/// <see cref="DirectoryNotFoundException"/>, <see cref="PathTooLongException"/>, <see cref="UnauthorizedAccessException"/>, else
/// an
/// <see cref="IOException"/> with the system's error in <see cref="Exception.HResult"/>. The message names the operation and the
/// path. A call
/// whose capability is missing throws <see cref="NotSupportedException"/> and names the driver. These rules hold for every
/// member; members
/// list only what needs saying beyond them. A failure comes out of the returned task, except that a wrong argument may be thrown
/// at once.</para>
/// <para><b>Cancellation.</b> A token cancelled beforehand ends a call before it has any effect. Later it is a request: the call
/// ends with
/// <see cref="OperationCanceledException"/> only if it had no effect, unless the member says otherwise. A call that a driver
/// cannot
/// interrupt (open of a fifo, a network file system) may be abandoned instead: its caller goes on, and the driver frees whatever
/// the
/// call still brings back. A call that holds a caller's buffer is never abandoned.</para>
/// <para><b>Threads.</b> Every member may be called from any thread, concurrently. A returned task may be complete
/// already.</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IFileSystem
{
    /// <summary>The driver's name, for diagnosis: <c>portable</c>, <c>linux</c>, …</summary>
    string Name { get; }

    /// <summary>What this driver can do beyond what every driver must.</summary>
    FileSystemCapabilities Capabilities { get; }

    /// <summary>The absolute path that relative paths start from.</summary>
    /// <exception cref="IOException">The directory has been removed, see getcwd(3).</exception>
    string CurrentDirectory { get; }

    /// <summary>The directory for temporary files; it need not exist.</summary>
    string TemporaryDirectory { get; }

    /// <summary>Lists the roots of the file system: <c>/</c>, or the drives.</summary>
    /// <returns>Absolute paths.</returns>
    /// <exception cref="IOException">The roots could not be read.</exception>
    IReadOnlyList<string> GetRoots();

    /// <summary>Changes <see cref="CurrentDirectory"/>, for the whole process or the whole simulated host.</summary>
    /// <param name="path">An existing directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when relative paths start from the new directory.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="IOException">The system refused, see chdir(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetCurrentDirectoryAsync(string path, CancellationToken cancellationToken);

    /// <summary>Opens or creates a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to open it.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open file; the caller closes it.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, and <see cref="FileOpenOptions.Creation"/> does not create
    /// one.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or <paramref name="path"/> is a directory.</exception>
    /// <exception cref="IOException">The file exists already, is shared otherwise, or the system refused, see
    /// openat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>Never inherited by child processes. A fifo opens when its other end does, see fifo(7), and may wait without
    /// bound.</para>
    /// <para><em>Cancellation</em>: no handle is left open. A file that the call created or truncated stays so: the call may have
    /// got as
    /// far.</para>
    /// </remarks>
    ValueTask<IFileHandle> OpenAsync(string path, FileOpenOptions options, CancellationToken cancellationToken);

    /// <summary>Makes a handle of this driver from one that somebody else opened.</summary>
    /// <param name="handle">The open handle, owned by the result if the call succeeds.</param>
    /// <param name="access">What it was opened for.</param>
    /// <param name="name">What messages call it: a path, or a description.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="ArgumentException"><paramref name="handle"/> is invalid or closed.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.NativeHandles"/>.</exception>
    IFileHandle Adopt(SafeFileHandle handle, FileAccess access, string name);

    /// <summary>Reads a whole file in one call.</summary>
    /// <param name="path">The file.</param>
    /// <param name="destination">Where the bytes go. The driver asks first for the length that the file claims, and owns the
    /// writer until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The number of bytes read, up to the end of the file, whatever length it claimed.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or <paramref name="path"/> is a directory.</exception>
    /// <exception cref="IOException">The file could not be opened or read, see read(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the file is closed; <paramref name="destination"/> may have received a part of
    /// it.</remarks>
    ValueTask<long> ReadFileAsync(string path, IBufferWriter<byte> destination, CancellationToken cancellationToken);

    /// <summary>Opens a file, writes it, and closes it, in one call.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">The bytes; the driver's until the task ends.</param>
    /// <param name="options">How to open it; with writing.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when every byte is written and the file is closed.</returns>
    /// <exception cref="ArgumentException">The options contradict each other, or do not allow writing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or <paramref name="path"/> is a directory.</exception>
    /// <exception cref="IOException">The file could not be opened, written or closed, see write(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the file is closed; it may have been created, truncated and written in part.</remarks>
    ValueTask WriteFileAsync(string path, ReadOnlyMemory<byte> contents, FileOpenOptions options, CancellationToken cancellationToken);

    /// <summary>Describes what stands at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLinks">Whether a symbolic link at the end is followed; if not, the link itself is described.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The description.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory on the way may not be searched.</exception>
    /// <exception cref="IOException">The system refused, see statx(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    ValueTask<FileMetadata> GetMetadataAsync(string path, bool followLinks, CancellationToken cancellationToken);

    /// <summary>Describes what stands at a path, or says without an exception that nothing does.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLinks">Whether a symbolic link at the end is followed; if not, the link itself is described.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The description; null if nothing stands there or a part of the way is not a directory (ENOENT,
    /// ENOTDIR).</returns>
    /// <exception cref="UnauthorizedAccessException">A directory on the way may not be searched.</exception>
    /// <exception cref="IOException">The system refused for another reason, see statx(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    ValueTask<FileMetadata?> TryGetMetadataAsync(string path, bool followLinks, CancellationToken cancellationToken);

    /// <summary>Sets the Unix permission bits.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="mode">The bits, exactly: no umask.</param>
    /// <param name="followLinks">Whether a symbolic link at the end is followed; few systems can change a link itself.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the bits are set.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file belongs to somebody else.</exception>
    /// <exception cref="IOException">The system refused, see fchmodat(2).</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.UnixModes"/>, or the system
    /// cannot change a link.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetUnixModeAsync(string path, UnixFileMode mode, bool followLinks, CancellationToken cancellationToken);

    /// <summary>Sets the attributes as the BCL maps them: on Unix only <see cref="FileAttributes.ReadOnly"/> can be
    /// changed.</summary>
    /// <param name="path">The file or directory; a symbolic link at the end is followed.</param>
    /// <param name="attributes">The attributes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the attributes are set.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetAttributesAsync(string path, FileAttributes attributes, CancellationToken cancellationToken);

    /// <summary>Sets times; what is null stays as it is.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="times">The new times.</param>
    /// <param name="followLinks">Whether a symbolic link at the end is followed.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the times are set.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused, see utimensat(2).</exception>
    /// <exception cref="NotSupportedException">The system cannot set one of the times.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetTimesAsync(string path, FileTimes times, bool followLinks, CancellationToken cancellationToken);

    /// <summary>Changes who owns a file.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="userId">The new user; null leaves it.</param>
    /// <param name="groupId">The new group; null leaves it.</param>
    /// <param name="followLinks">Whether a symbolic link at the end is followed.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the owner is changed.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Only a privileged process may.</exception>
    /// <exception cref="IOException">The system refused, see fchownat(2).</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.Owners"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetOwnerAsync(string path, uint? userId, uint? groupId, bool followLinks, CancellationToken cancellationToken);

    /// <summary>Encrypts a file for its user, or decrypts it, where the file system does that.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="encrypted">Whether it is to be encrypted.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the file is rewritten.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.Encryption"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing; one under way runs to its end.</remarks>
    ValueTask SetEncryptionAsync(string path, bool encrypted, CancellationToken cancellationToken);

    /// <summary>Reads where a symbolic link points.</summary>
    /// <param name="path">The link.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The target as the link stores it, perhaps relative to the link's directory.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="IOException">It is no symbolic link, or the system refused, see readlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken);

    /// <summary>Creates a symbolic link.</summary>
    /// <param name="path">Where the link is to stand.</param>
    /// <param name="target">What it is to contain; need not exist.</param>
    /// <param name="targetIsDirectory">Whether the target is a directory; systems with one sort of link ignore it.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the link stands.</returns>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">Something stands at <paramref name="path"/>, or the system refused, see
    /// symlinkat(2).</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.SymbolicLinks"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has created nothing.</remarks>
    ValueTask CreateSymbolicLinkAsync(string path, string target, bool targetIsDirectory, CancellationToken cancellationToken);

    /// <summary>Gives a file one more name.</summary>
    /// <param name="path">The new name.</param>
    /// <param name="existing">The file; a symbolic link is linked itself, not what it points to.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name stands.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="existing"/> does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">Something stands at <paramref name="path"/>, it is on another file system, or the system
    /// refused, see linkat(2).</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.HardLinks"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has created nothing.</remarks>
    ValueTask CreateHardLinkAsync(string path, string existing, CancellationToken cancellationToken);

    /// <summary>Creates one directory, whose parent exists.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="mode">Its permission bits before the umask; null for all, and ignored by a driver without
    /// <see cref="FileSystemCapabilities.UnixModes"/>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the directory stands.</returns>
    /// <exception cref="DirectoryNotFoundException">The parent does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">Something stands at <paramref name="path"/>, a directory too, or the system refused, see
    /// mkdirat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has created nothing.</remarks>
    ValueTask CreateDirectoryAsync(string path, UnixFileMode? mode, CancellationToken cancellationToken);

    /// <summary>Removes a file, or a symbolic link itself.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name is gone; the contents live on while handles are open where the system allows
    /// that.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The file is in use, or the system refused, see unlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has removed nothing.</remarks>
    ValueTask RemoveFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>Removes one empty directory.</summary>
    /// <param name="path">The directory; a symbolic link to one is refused where links are files.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the directory is gone.</returns>
    /// <exception cref="DirectoryNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is not empty or no directory, or the system refused, see unlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has removed nothing.</remarks>
    ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken);

    /// <summary>Renames a file or directory within one file system, atomically.</summary>
    /// <param name="source">What to rename; a symbolic link is renamed itself.</param>
    /// <param name="destination">The new name.</param>
    /// <param name="mode">What happens to what stands at <paramref name="destination"/>.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name is changed.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="source"/> does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The destination exists or is a directory that is not empty, lies on another file system, or
    /// the system refused, see renameat2(2).</exception>
    /// <exception cref="NotSupportedException"><see cref="RenameMode.Exchange"/>, and the driver lacks
    /// <see cref="FileSystemCapabilities.Exchange"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has renamed nothing.</remarks>
    ValueTask RenameAsync(string source, string destination, RenameMode mode, CancellationToken cancellationToken);

    /// <summary>Replaces a file by another and keeps the old one as a backup, as <c>System.IO.File.Replace</c> does.</summary>
    /// <param name="source">The new contents; gone afterwards.</param>
    /// <param name="destination">The existing file to replace.</param>
    /// <param name="backup">Where the old file goes; null drops it.</param>
    /// <param name="ignoreMetadataErrors">Whether attributes that could not be carried over are no failure.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the file is replaced.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="source"/> or <paramref name="destination"/> does not
    /// exist.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has replaced nothing; the backup may stand already.</remarks>
    ValueTask ReplaceAsync(string source, string destination, string? backup, bool ignoreMetadataErrors, CancellationToken cancellationToken);

    /// <summary>Copies a file's contents, by the system's own copy where there is one.</summary>
    /// <param name="source">The file; a symbolic link at the end is followed.</param>
    /// <param name="destination">The copy.</param>
    /// <param name="options">What may be replaced, and how to copy.</param>
    /// <param name="cancellationToken">Asks to stop, between pieces.</param>
    /// <returns>The number of bytes copied.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="source"/> does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied, or a directory.</exception>
    /// <exception cref="IOException">The destination exists, is the source itself, the disk is full, or the system refused, see
    /// copy_file_range(2) and ioctl_ficlone(2).</exception>
    /// <exception cref="NotSupportedException"><see cref="FileCloning.Require"/>, and the files cannot be cloned.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: both files are closed; the destination may exist and hold a part.</remarks>
    ValueTask<long> CopyFileAsync(string source, string destination, FileCopyOptions options, CancellationToken cancellationToken);

    /// <summary>Resolves a path to its absolute form without symbolic links, <c>.</c> and <c>..</c>; all of it must
    /// exist.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The absolute path.</returns>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="IOException">The links form a circle, or the system refused, see realpath(3).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    ValueTask<string> CanonicalizeAsync(string path, CancellationToken cancellationToken);

    /// <summary>Opens a directory to list it.</summary>
    /// <param name="path">The directory; a symbolic link at the end is followed.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The open directory; the caller closes it.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or the system refused, see openat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no handle is left open.</remarks>
    ValueTask<IDirectoryReader> OpenDirectoryAsync(string path, CancellationToken cancellationToken);

    /// <summary>Makes the names in a directory durable: what was created, renamed or removed in it survives a power
    /// cut.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the names are on the disk; at once where the driver lacks
    /// <see cref="FileSystemCapabilities.DirectorySync"/>.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="IOException">The disk reported an error, see fsync(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: whether the names are durable is not known; the sync may go on behind.</remarks>
    ValueTask SyncDirectoryAsync(string path, CancellationToken cancellationToken);
}
