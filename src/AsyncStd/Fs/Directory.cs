namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;
using Path = System.IO.Path;

/// <summary>Directories: the asynchronous twins of <c>System.IO.Directory</c>, under its names with <c>Async</c>, and std's where those differ in what they do.</summary>
/// <remarks>All of it is also on <c>System.IO.Directory</c>, with <c>using AsyncStd.Prelude</c>.</remarks>
/// <example><code>
/// await Directory.CreateAllAsync("out/logs");
/// await foreach (DirEntry entry in Directory.ReadAsync("out"))
/// {
///     Console.WriteLine($"{entry.Name}: {entry.FileType}");
/// }
///
/// await Directory.RemoveAllAsync("out");
/// </code></example>
public static partial class Directory
{
    /// <summary>Twin of <c>System.IO.Directory.Exists</c>: whether a directory stands there, or a link to one. Never throws for a path that cannot be looked at.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>False for a file, for a wrong path, and where permission is missing.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static ValueTask<bool> ExistsAsync(string? path, CancellationToken cancellationToken = default)
        => string.IsNullOrEmpty(path) ? new ValueTask<bool>(false) : Existence.CheckAsync(path, FileKind.Directory, cancellationToken);

    /// <summary>Creates one directory, whose parent must be there and which must not.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the directory stands.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">The parent is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">Something stands there, a directory too, or the system refused, see mkdirat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has created nothing.</remarks>
    public static ValueTask CreateAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.CreateDirectoryAsync(path, mode: null, cancellationToken);
    }

    /// <summary>Creates a directory and those above it, as far as they are missing; content if it is there.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the directory stands.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">A file stands in the way, or the system refused, see mkdirat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: some of the directories may have been created.</remarks>
    public static ValueTask CreateAllAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return DirBuilder.CreateAllAsync(path, mode: null, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.Directory.CreateDirectory</c>, and the same as <see cref="CreateAllAsync"/>.</summary>
    /// <returns>The directory.</returns>
    /// <inheritdoc cref="CreateAllAsync"/>
    public static async ValueTask<DirectoryInfo> CreateDirectoryAsync(string path, CancellationToken cancellationToken = default)
    {
        await CreateAllAsync(TwinPath.Resolve(path), cancellationToken).ConfigureAwait(false);
        return new DirectoryInfo(path);
    }

    /// <summary>Twin of <c>System.IO.Directory.CreateDirectory</c>.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="unixCreateMode">Permission bits of what is created, before the umask.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The directory.</returns>
    /// <inheritdoc cref="CreateAllAsync"/>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public static async ValueTask<DirectoryInfo> CreateDirectoryAsync(string path, UnixFileMode unixCreateMode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        await DirBuilder.CreateAllAsync(TwinPath.Resolve(path), unixCreateMode, cancellationToken).ConfigureAwait(false);
        return new DirectoryInfo(path);
    }

    /// <summary>Twin of <c>System.IO.Directory.CreateTempSubdirectory</c>: a directory of the caller's alone, below that for temporary files. <see cref="TempDirectory"/> removes
    /// itself.</summary>
    /// <param name="prefix">What its name begins with.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The directory.</returns>
    /// <exception cref="ArgumentException"><paramref name="prefix"/> contains a separator.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused, see mkdirat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has created nothing.</remarks>
    public static async ValueTask<DirectoryInfo> CreateTempSubdirectoryAsync(string? prefix = null, CancellationToken cancellationToken = default)
        => new(await TempName.CreateDirectoryAsync(null, prefix, null, cancellationToken).ConfigureAwait(false));

    /// <summary>Removes an empty directory.</summary>
    /// <param name="path">The directory; a link to one is refused where links are files.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the directory is gone.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is not empty or no directory, or the system refused, see unlinkat(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has removed nothing.</remarks>
    public static ValueTask RemoveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.RemoveDirectoryAsync(path, cancellationToken);
    }

    /// <summary>Removes a directory with all that is in it. Links are removed and not followed, also if somebody puts one in the place of a directory meanwhile, where the driver
    /// resolves names against open directories. Works at any depth.</summary>
    /// <param name="path">The directory; if it is a link, only the link goes, be there a separator behind it or not.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the directory is gone.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is no directory, or the path ends in <c>.</c> or <c>..</c> and names none; something was created in it meanwhile, or the system refused. What could be removed is gone: the first failure is
    /// thrown at the end.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part may be gone.</remarks>
    public static async ValueTask RemoveAllAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        IFileSystem files = Driver.Files;

        // With a separator or a dot behind it, a link is followed by the system.
        string entry = WithoutEnd(path);
        FileMetadata found = await files.TryGetMetadataAsync(entry, followLinks: false, cancellationToken).ConfigureAwait(false)
            ?? throw new DirectoryNotFoundException($"Removing '{path}' failed: there is no such directory.");
        if (found.Kind == FileKind.SymbolicLink)
        {
            await RemoveLinkAsync(files, entry, cancellationToken).ConfigureAwait(false);
        }
        else if (found.Kind == FileKind.Directory)
        {
            await TreeRemoval.RunAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            throw new IOException($"Removing '{path}' as a directory failed: it is none. File.RemoveAsync removes a file.");
        }
    }

    /// <summary>Twin of <c>System.IO.Directory.Delete</c>: as <see cref="RemoveAsync"/>, and of a link to a directory it removes the link.</summary>
    /// <inheritdoc cref="DeleteAsync(string, bool, CancellationToken)"/>
    public static ValueTask DeleteAsync(string path, CancellationToken cancellationToken = default) => DeleteAsync(path, recursive: false, cancellationToken);

    /// <summary>Twin of <c>System.IO.Directory.Delete</c>.</summary>
    /// <param name="path">The directory; if it is a link to one, only the link goes. A link with a separator behind it is none to remove, where links are files.</param>
    /// <param name="recursive">Whether with all that is in it, as <see cref="RemoveAllAsync"/> does.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the directory is gone.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">Nothing stands there, or no directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">It is not empty, or the system refused; see <see cref="RemoveAsync"/> and <see cref="RemoveAllAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part may be gone.</remarks>
    public static async ValueTask DeleteAsync(string path, bool recursive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        IFileSystem files = Driver.Files;
        string resolved = TwinPath.Resolve(path), entry = WithoutEnd(resolved);
        FileMetadata found = await files.TryGetMetadataAsync(entry, followLinks: false, cancellationToken).ConfigureAwait(false)
            ?? throw new DirectoryNotFoundException($"Removing '{path}' failed: there is no such directory.");
        if (found.Kind == FileKind.Directory)
        {
            await (recursive ? TreeRemoval.RunAsync(entry, cancellationToken) : files.RemoveDirectoryAsync(entry, cancellationToken)).ConfigureAwait(false);
            return;
        }

        if (found.Kind != FileKind.SymbolicLink || (entry.Length < resolved.Length && !OperatingSystem.IsWindows())
            || (found.Attributes & FileAttributes.Directory) == 0)
        {
            throw new DirectoryNotFoundException($"Removing '{path}' as a directory failed: it is none. File.DeleteAsync removes a file, or a link.");
        }

        await RemoveLinkAsync(files, entry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Twin of <c>System.IO.Directory.Move</c>: renames a directory, or a file, to a name that must be free.</summary>
    /// <param name="sourceDirName">What to rename.</param>
    /// <param name="destDirName">The new path, on the same file system.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the name is changed.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">Something stands at <paramref name="destDirName"/>, it is the source itself or lies on another file system, or the system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has renamed nothing.</remarks>
    public static async ValueTask MoveAsync(string sourceDirName, string destDirName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sourceDirName);
        ArgumentNullException.ThrowIfNull(destDirName);
        IFileSystem files = Driver.Files;
        string source = Trimmed(files, sourceDirName), destination = Trimmed(files, destDirName);
        if (source == destination)
        {
            throw new IOException($"Moving '{sourceDirName}' failed: '{destDirName}' is the same path.");
        }

        try
        {
            await files.RenameAsync(source, destination, RenameMode.NoReplace, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException e)
        {
            throw new DirectoryNotFoundException($"Moving '{sourceDirName}' to '{destDirName}' failed: there is no such directory.", e);
        }

        static string Trimmed(IFileSystem files, string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, files.CurrentDirectory));
    }

    /// <summary>Twin of <c>System.IO.Directory.SetCurrentDirectory</c>: where relative paths start, for the whole process.</summary>
    /// <param name="path">An existing directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when relative paths start from there.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="IOException">The system refused, see chdir(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetCurrentDirectoryAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.SetCurrentDirectoryAsync(TwinPath.Resolve(path), cancellationToken);
    }

    /// <summary>Makes the names in a directory durable: what was created, renamed or removed in it survives a power cut.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the names are on the disk; at once where the system has no such call.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="IOException">The disk reported an error, see fsync(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: whether the names are durable is not known; the sync may go on behind.</remarks>
    public static ValueTask SyncAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.SyncDirectoryAsync(path, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.Directory.CreateSymbolicLink</c>. Mind the order: the link comes first.</summary>
    /// <returns>The link.</returns>
    /// <inheritdoc cref="File.CreateSymbolicLinkAsync"/>
    public static async ValueTask<FileSystemInfo> CreateSymbolicLinkAsync(string path, string pathToTarget, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(pathToTarget);
        await Driver.Files.CreateSymbolicLinkAsync(path, pathToTarget, targetIsDirectory: true, cancellationToken).ConfigureAwait(false);
        return new DirectoryInfo(path);
    }

    /// <summary>Twin of <c>System.IO.Directory.ResolveLinkTarget</c>.</summary>
    /// <inheritdoc cref="File.ResolveLinkTargetAsync"/>
    public static async ValueTask<FileSystemInfo?> ResolveLinkTargetAsync(string linkPath, bool returnFinalTarget, CancellationToken cancellationToken = default)
        => await LinkTarget.ResolveAsync(linkPath, returnFinalTarget, cancellationToken).ConfigureAwait(false) is { } target ? new DirectoryInfo(target) : null;

    /// <summary>A link is a file, or on Windows a directory.</summary>
    private static ValueTask RemoveLinkAsync(IFileSystem files, string path, CancellationToken cancellationToken)
        => OperatingSystem.IsWindows() ? files.RemoveDirectoryAsync(path, cancellationToken) : files.RemoveFileAsync(path, cancellationToken);

    /// <summary>The path up to the name of its entry, without separators and dots that mean the same.</summary>
    private static string WithoutEnd(string path)
    {
        for (int length = -1; length != path.Length;)
        {
            length = path.Length;
            path = Path.TrimEndingDirectorySeparator(path);
            if (path.EndsWith('.') && path.Length > 1 && Path.EndsInDirectorySeparator(path.AsSpan(0, path.Length - 1)))
            {
                path = path[..^1];
            }
        }

        return path;
    }
}
