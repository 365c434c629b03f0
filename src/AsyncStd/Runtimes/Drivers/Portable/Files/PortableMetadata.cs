namespace AsyncStd.Runtimes.Drivers;

using Microsoft.Win32.SafeHandles;

/// <summary>What the base class library tells of files. It does not tell a fifo, a socket or a device from a regular file.</summary>
internal static class PortableMetadata
{
    private const FileAttributes Missing = (FileAttributes)(-1);

    /// <summary>Whether anything stands at the path, be it a link that leads nowhere.</summary>
    public static bool Exists(string path) => new FileInfo(path).Attributes != Missing;

    /// <summary>Describes a path; null if nothing stands there.</summary>
    public static FileMetadata? Find(string path, bool followLinks)
    {
        FileSystemInfo? info = new FileInfo(path);
        FileAttributes attributes = info.Attributes;
        if (attributes == Missing)
        {
            return null;
        }

        if (Path.EndsInDirectorySeparator(path) && (attributes & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == 0)
        {
            return null; // a file that is spelled like a directory
        }

        if (followLinks && (attributes & FileAttributes.ReparsePoint) != 0 && info.LinkTarget is not null)
        {
            info = info.ResolveLinkTarget(returnFinalTarget: true);
            attributes = info?.Attributes ?? Missing;
            if (attributes == Missing)
            {
                return null;
            }
        }

        FileKind kind = KindOf(attributes);
        return new FileMetadata
        {
            Kind = kind,
            Length = kind == FileKind.SymbolicLink ? info!.LinkTarget?.Length ?? 0
                : info is FileInfo file && kind == FileKind.RegularFile ? file.Length : 0,
            Attributes = attributes,
            LastModified = Utc(info!.LastWriteTimeUtc),
            LastAccessed = Utc(info.LastAccessTimeUtc),
            Created = Utc(info.CreationTimeUtc),
            UnixMode = OperatingSystem.IsWindows() ? null : info.UnixFileMode,
        };
    }

    /// <summary>Describes an open file.</summary>
    public static FileMetadata Of(SafeFileHandle handle, bool canSeek)
    {
        FileAttributes attributes = File.GetAttributes(handle);
        return new FileMetadata
        {
            Kind = canSeek ? KindOf(attributes) : FileKind.Unknown,
            Length = canSeek ? RandomAccess.GetLength(handle) : 0,
            Attributes = attributes,
            LastModified = Utc(File.GetLastWriteTimeUtc(handle)),
            LastAccessed = Utc(File.GetLastAccessTimeUtc(handle)),
            Created = Utc(File.GetCreationTimeUtc(handle)),
            UnixMode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(handle),
        };
    }

    public static FileKind KindOf(FileAttributes attributes)
        => (attributes & FileAttributes.ReparsePoint) != 0 ? FileKind.SymbolicLink
            : (attributes & FileAttributes.Directory) != 0 ? FileKind.Directory
            : FileKind.RegularFile;

    /// <summary>Refuses times that the system cannot set, before any of them is set.</summary>
    public static void CheckTimes(FileTimes times)
    {
        if (times.Created is not null)
        {
            FileFailure.Demand(PortableFileSystem.Shared, FileSystemCapabilities.SettableCreationTime, "set the time of creation");
        }
    }

    public static void SetTimes(SafeFileHandle handle, FileTimes times)
    {
        if (times.Created is { } created)
        {
            File.SetCreationTimeUtc(handle, created.UtcDateTime);
        }

        if (times.LastModified is { } modified)
        {
            File.SetLastWriteTimeUtc(handle, modified.UtcDateTime);
        }

        if (times.LastAccessed is { } accessed)
        {
            File.SetLastAccessTimeUtc(handle, accessed.UtcDateTime);
        }
    }

    public static void SetTimes(string path, FileTimes times, bool followLinks)
    {
        FileSystemInfo info = new FileInfo(path);
        if (followLinks && info.LinkTarget is not null)
        {
            info = info.ResolveLinkTarget(returnFinalTarget: true)!;
        }

        if (times.Created is { } created)
        {
            info.CreationTimeUtc = created.UtcDateTime;
        }

        if (times.LastModified is { } modified)
        {
            info.LastWriteTimeUtc = modified.UtcDateTime;
        }

        if (times.LastAccessed is { } accessed)
        {
            info.LastAccessTimeUtc = accessed.UtcDateTime;
        }
    }

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);
}
