namespace AsyncStd.Fs;

using System.Runtime.Versioning;

// The BCL's blocking calls, for a program that is being ported: each is a warning that names its twin.
public static partial class Directory
{
    /// <inheritdoc cref="System.IO.Directory.CreateDirectory(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.CreateDirectoryAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DirectoryInfo CreateDirectory(string path)
    {
        using (BlockingTwin.Enter(nameof(CreateDirectory)))
        {
            return System.IO.Directory.CreateDirectory(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.CreateDirectory(string, UnixFileMode)"/>
    [UnsupportedOSPlatform("windows")]
    [Obsolete(BlockingTwin.Message + "Directory.CreateDirectoryAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DirectoryInfo CreateDirectory(string path, UnixFileMode unixCreateMode)
    {
        using (BlockingTwin.Enter(nameof(CreateDirectory)))
        {
            return System.IO.Directory.CreateDirectory(path, unixCreateMode);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.CreateTempSubdirectory(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.CreateTempSubdirectoryAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DirectoryInfo CreateTempSubdirectory(string? prefix = null)
    {
        using (BlockingTwin.Enter(nameof(CreateTempSubdirectory)))
        {
            return System.IO.Directory.CreateTempSubdirectory(prefix);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.Exists(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.ExistsAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static bool Exists(string? path)
    {
        using (BlockingTwin.Enter(nameof(Exists)))
        {
            return System.IO.Directory.Exists(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.SetCreationTime(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "Directory.SetCreationTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetCreationTime(string path, DateTime creationTime)
    {
        using (BlockingTwin.Enter(nameof(SetCreationTime)))
        {
            System.IO.Directory.SetCreationTime(path, creationTime);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.SetCreationTimeUtc(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "Directory.SetCreationTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetCreationTimeUtc(string path, DateTime creationTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetCreationTimeUtc)))
        {
            System.IO.Directory.SetCreationTimeUtc(path, creationTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetCreationTime(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetCreationTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetCreationTime(string path)
    {
        using (BlockingTwin.Enter(nameof(GetCreationTime)))
        {
            return System.IO.Directory.GetCreationTime(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetCreationTimeUtc(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetCreationTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetCreationTimeUtc(string path)
    {
        using (BlockingTwin.Enter(nameof(GetCreationTimeUtc)))
        {
            return System.IO.Directory.GetCreationTimeUtc(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.SetLastWriteTime(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "Directory.SetLastWriteTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastWriteTime(string path, DateTime lastWriteTime)
    {
        using (BlockingTwin.Enter(nameof(SetLastWriteTime)))
        {
            System.IO.Directory.SetLastWriteTime(path, lastWriteTime);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.SetLastWriteTimeUtc(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "Directory.SetLastWriteTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastWriteTimeUtc(string path, DateTime lastWriteTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetLastWriteTimeUtc)))
        {
            System.IO.Directory.SetLastWriteTimeUtc(path, lastWriteTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetLastWriteTime(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetLastWriteTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastWriteTime(string path)
    {
        using (BlockingTwin.Enter(nameof(GetLastWriteTime)))
        {
            return System.IO.Directory.GetLastWriteTime(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetLastWriteTimeUtc(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetLastWriteTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastWriteTimeUtc(string path)
    {
        using (BlockingTwin.Enter(nameof(GetLastWriteTimeUtc)))
        {
            return System.IO.Directory.GetLastWriteTimeUtc(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.SetLastAccessTime(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "Directory.SetLastAccessTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastAccessTime(string path, DateTime lastAccessTime)
    {
        using (BlockingTwin.Enter(nameof(SetLastAccessTime)))
        {
            System.IO.Directory.SetLastAccessTime(path, lastAccessTime);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.SetLastAccessTimeUtc(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "Directory.SetLastAccessTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastAccessTimeUtc(string path, DateTime lastAccessTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetLastAccessTimeUtc)))
        {
            System.IO.Directory.SetLastAccessTimeUtc(path, lastAccessTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetLastAccessTime(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetLastAccessTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastAccessTime(string path)
    {
        using (BlockingTwin.Enter(nameof(GetLastAccessTime)))
        {
            return System.IO.Directory.GetLastAccessTime(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetLastAccessTimeUtc(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetLastAccessTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastAccessTimeUtc(string path)
    {
        using (BlockingTwin.Enter(nameof(GetLastAccessTimeUtc)))
        {
            return System.IO.Directory.GetLastAccessTimeUtc(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.SetCurrentDirectory(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.SetCurrentDirectoryAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetCurrentDirectory(string path)
    {
        using (BlockingTwin.Enter(nameof(SetCurrentDirectory)))
        {
            System.IO.Directory.SetCurrentDirectory(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.Move(string, string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.MoveAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Move(string sourceDirName, string destDirName)
    {
        using (BlockingTwin.Enter(nameof(Move)))
        {
            System.IO.Directory.Move(sourceDirName, destDirName);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.Delete(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.DeleteAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Delete(string path)
    {
        using (BlockingTwin.Enter(nameof(Delete)))
        {
            System.IO.Directory.Delete(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.Delete(string, bool)"/>
    [Obsolete(BlockingTwin.Message + "Directory.DeleteAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void Delete(string path, bool recursive)
    {
        using (BlockingTwin.Enter(nameof(Delete)))
        {
            System.IO.Directory.Delete(path, recursive);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.CreateSymbolicLink(string, string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.CreateSymbolicLinkAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileSystemInfo CreateSymbolicLink(string path, string pathToTarget)
    {
        using (BlockingTwin.Enter(nameof(CreateSymbolicLink)))
        {
            return System.IO.Directory.CreateSymbolicLink(path, pathToTarget);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.ResolveLinkTarget(string, bool)"/>
    [Obsolete(BlockingTwin.Message + "Directory.ResolveLinkTargetAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static FileSystemInfo? ResolveLinkTarget(string linkPath, bool returnFinalTarget)
    {
        using (BlockingTwin.Enter(nameof(ResolveLinkTarget)))
        {
            return System.IO.Directory.ResolveLinkTarget(linkPath, returnFinalTarget);
        }
    }
}
