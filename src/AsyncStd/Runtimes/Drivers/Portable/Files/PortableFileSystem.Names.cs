namespace AsyncStd.Runtimes.Drivers;

using Microsoft.Win32.SafeHandles;

/// <summary>What changes names: creating, removing, renaming, linking and copying.</summary>
internal sealed partial class PortableFileSystem
{
    private const int FileExists = 17;

    /// <inheritdoc/>
    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.For(
            "read the link",
            path,
            0,
            static (path, _) =>
            {
                File.GetAttributes(path); // says what is missing if something is
                return new FileInfo(path).LinkTarget ?? throw new IOException("It is no symbolic link.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CreateSymbolicLinkAsync(string path, string target, bool targetIsDirectory, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        FileArguments.CheckPath(target, nameof(target));
        return FileCall.Do(
            "create the symbolic link",
            path,
            (target, targetIsDirectory),
            static (path, s) =>
            {
                FileSystemInfo link = s.targetIsDirectory ? Directory.CreateSymbolicLink(path, s.target) : File.CreateSymbolicLink(path, s.target);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CreateHardLinkAsync(string path, string existing, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        FileArguments.CheckPath(existing, nameof(existing));
        throw FileFailure.Lacking(this, FileSystemCapabilities.HardLinks, "create hard links");
    }

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(string path, UnixFileMode? mode, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.Do(
            "create the directory",
            path,
            mode,
            static (path, mode) =>
            {
                if (PortableMetadata.Exists(path))
                {
                    throw new IOException("Something of that name exists.", FileExists);
                }

                string? parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
                if (parent is not null && !Directory.Exists(parent))
                {
                    throw new DirectoryNotFoundException($"There is no directory '{parent}'.");
                }

                if (mode is { } unixMode && !OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(path, unixMode);
                }
                else
                {
                    Directory.CreateDirectory(path);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask RemoveFileAsync(string path, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.Do("remove the file", path, 0, static (path, _) => RemoveFile(path), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.Do("remove the directory", path, 0, static (path, _) => RemoveDirectory(path), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask RenameAsync(string source, string destination, RenameMode mode, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(source, nameof(source));
        FileArguments.CheckPath(destination, nameof(destination));
        if (mode == RenameMode.Exchange)
        {
            throw FileFailure.Lacking(this, FileSystemCapabilities.Exchange, "exchange two names");
        }

        return FileCall.Do($"rename to '{destination}'", source, (destination, mode), static (source, s) => Rename(source, s.destination, s.mode), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(string source, string destination, string? backup, bool ignoreMetadataErrors, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(source, nameof(source));
        FileArguments.CheckPath(destination, nameof(destination));
        if (backup is not null)
        {
            FileArguments.CheckPath(backup, nameof(backup));
        }

        return FileCall.Do(
            $"replace '{destination}' by",
            source,
            (destination, backup, ignoreMetadataErrors),
            static (source, s) => File.Replace(source, s.destination, s.backup, s.ignoreMetadataErrors),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> CopyFileAsync(string source, string destination, FileCopyOptions options, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(source, nameof(source));
        FileArguments.CheckPath(destination, nameof(destination));
        ArgumentNullException.ThrowIfNull(options);
        if (options.Cloning == FileCloning.Require)
        {
            throw FileFailure.Lacking(this, FileSystemCapabilities.Cloning, "promise that a copy shares its blocks");
        }

        return MayWaitAsync(
            $"copy to '{destination}'",
            source,
            (destination, options, cancellationToken),
            static (source, s) => Copy(source, s.destination, s.options, s.cancellationToken),
            cancellationToken);
    }

    internal static void RemoveFile(string path)
    {
        // Removing what is not there is no failure to the base class library.
        if ((File.GetAttributes(path) & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == FileAttributes.Directory)
        {
            throw new UnauthorizedAccessException("It is a directory.");
        }

        File.Delete(path);
    }

    internal static void RemoveDirectory(string path)
    {
        var info = new DirectoryInfo(path);
        if (!OperatingSystem.IsWindows() && info.LinkTarget is not null)
        {
            throw new IOException("It is a symbolic link and no directory.");
        }

        if (!info.Exists && PortableMetadata.Exists(path))
        {
            throw new IOException("It is no directory.");
        }

        try
        {
            info.Delete(recursive: false);
        }
        catch (IOException e) when (!OperatingSystem.IsWindows() && e.GetType() == typeof(IOException))
        {
            // The BCL throws the same for what is not permitted as for a directory that is not empty: the system is asked once more.
            if (!PortableNative.TryRemoveDirectory(path, out bool isPermitted))
            {
                throw isPermitted ? new IOException(e.Message, e) { HResult = e.HResult } : new UnauthorizedAccessException(e.Message, e);
            }
        }
    }

    private static void Rename(string source, string destination, RenameMode mode)
    {
        bool isDirectory = (File.GetAttributes(source) & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == FileAttributes.Directory;
        if (mode == RenameMode.NoReplace && PortableMetadata.Exists(destination))
        {
            throw new IOException($"Something of the name '{destination}' exists.", FileExists);
        }

        if (!isDirectory)
        {
            if (Directory.Exists(destination) && new DirectoryInfo(destination).LinkTarget is null)
            {
                throw new IOException($"'{destination}' is a directory.");
            }

            File.Move(source, destination, overwrite: mode == RenameMode.Replace);
            return;
        }

        if (mode == RenameMode.Replace && Directory.Exists(destination) && !IsSame(source, destination))
        {
            RemoveDirectory(destination); // fails unless it is empty, as rename(2) does
        }

        if (!IsSame(source, destination))
        {
            Directory.Move(source, destination);
        }
    }

    private static bool IsSame(string one, string other)
        => Path.TrimEndingDirectorySeparator(Path.GetFullPath(one)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(other));

    private static long Copy(string source, string destination, FileCopyOptions options, CancellationToken cancellationToken)
    {
        if ((File.GetAttributes(source) & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == FileAttributes.Directory || Directory.Exists(destination))
        {
            throw new UnauthorizedAccessException("One of them is a directory.");
        }

        if (IsSame(PortablePaths.Resolve(source), File.Exists(destination) ? PortablePaths.Resolve(destination) : destination))
        {
            throw new IOException("Both are the same file.");
        }

        if (options is { CopyPermissions: true, Cloning: FileCloning.Allow } && new FileInfo(source).Length > 0)
        {
            File.Copy(source, destination, options.Overwrite);
            if (!options.CopyTimes)
            {
                // File.Copy carries them over.
                DateTime now = DateTime.UtcNow;
                File.SetLastWriteTimeUtc(destination, now);
                File.SetLastAccessTimeUtc(destination, now);
            }

            return new FileInfo(destination).Length;
        }

        using SafeFileHandle from = Open(source, FileOpenOptions.Read);
        using SafeFileHandle to = Open(
            destination, FileOpenOptions.Create with { Creation = options.Overwrite ? FileCreation.OpenOrCreate : FileCreation.CreateNew, Truncate = options.Overwrite });
        long total = CopyBytes(from, to, cancellationToken);
        CopyMetadata(from, to, options);
        return total;
    }

    /// <summary>Of a file that belongs to somebody else the contents can be replaced, and nothing more: File.Copy is content with that, and so is this.</summary>
    private static void CopyMetadata(SafeFileHandle from, SafeFileHandle to, FileCopyOptions options)
    {
        try
        {
            if (options.CopyTimes)
            {
                PortableMetadata.SetTimes(to, new FileTimes { LastModified = File.GetLastWriteTimeUtc(from), LastAccessed = File.GetLastAccessTimeUtc(from) });
            }

            if (options.CopyPermissions && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(to, File.GetUnixFileMode(from));
            }
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    private static long CopyBytes(SafeFileHandle from, SafeFileHandle to, CancellationToken cancellationToken)
    {
        byte[] chunk = System.Buffers.ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            long total = 0;
            while (RandomAccess.Read(from, chunk, total) is > 0 and int count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RandomAccess.Write(to, chunk.AsSpan(0, count), total);
                total += count;
            }

            return total;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
