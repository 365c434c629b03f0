namespace AsyncStd.Fs;

using Microsoft.Win32.SafeHandles;

// The BCL's blocking calls for times.
public sealed partial class File
{
    /// <inheritdoc cref="System.IO.File.SetCreationTime(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetCreationTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetCreationTime(string path, DateTime creationTime)
    {
        using (BlockingTwin.Enter(nameof(SetCreationTime)))
        {
            System.IO.File.SetCreationTime(path, creationTime);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetCreationTime(SafeFileHandle, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetCreationTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetCreationTime(SafeFileHandle fileHandle, DateTime creationTime)
    {
        using (BlockingTwin.Enter(nameof(SetCreationTime)))
        {
            System.IO.File.SetCreationTime(fileHandle, creationTime);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetCreationTimeUtc(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetCreationTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetCreationTimeUtc(string path, DateTime creationTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetCreationTimeUtc)))
        {
            System.IO.File.SetCreationTimeUtc(path, creationTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetCreationTimeUtc(SafeFileHandle, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetCreationTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetCreationTimeUtc(SafeFileHandle fileHandle, DateTime creationTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetCreationTimeUtc)))
        {
            System.IO.File.SetCreationTimeUtc(fileHandle, creationTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetCreationTime(string)"/>
    [Obsolete(BlockingTwin.Message + "File.GetCreationTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetCreationTime(string path)
    {
        using (BlockingTwin.Enter(nameof(GetCreationTime)))
        {
            return System.IO.File.GetCreationTime(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetCreationTime(SafeFileHandle)"/>
    [Obsolete(BlockingTwin.Message + "File.GetCreationTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetCreationTime(SafeFileHandle fileHandle)
    {
        using (BlockingTwin.Enter(nameof(GetCreationTime)))
        {
            return System.IO.File.GetCreationTime(fileHandle);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetCreationTimeUtc(string)"/>
    [Obsolete(BlockingTwin.Message + "File.GetCreationTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetCreationTimeUtc(string path)
    {
        using (BlockingTwin.Enter(nameof(GetCreationTimeUtc)))
        {
            return System.IO.File.GetCreationTimeUtc(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetCreationTimeUtc(SafeFileHandle)"/>
    [Obsolete(BlockingTwin.Message + "File.GetCreationTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetCreationTimeUtc(SafeFileHandle fileHandle)
    {
        using (BlockingTwin.Enter(nameof(GetCreationTimeUtc)))
        {
            return System.IO.File.GetCreationTimeUtc(fileHandle);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetLastAccessTime(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetLastAccessTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastAccessTime(string path, DateTime lastAccessTime)
    {
        using (BlockingTwin.Enter(nameof(SetLastAccessTime)))
        {
            System.IO.File.SetLastAccessTime(path, lastAccessTime);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetLastAccessTime(SafeFileHandle, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetLastAccessTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastAccessTime(SafeFileHandle fileHandle, DateTime lastAccessTime)
    {
        using (BlockingTwin.Enter(nameof(SetLastAccessTime)))
        {
            System.IO.File.SetLastAccessTime(fileHandle, lastAccessTime);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetLastAccessTimeUtc(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetLastAccessTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastAccessTimeUtc(string path, DateTime lastAccessTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetLastAccessTimeUtc)))
        {
            System.IO.File.SetLastAccessTimeUtc(path, lastAccessTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetLastAccessTimeUtc(SafeFileHandle, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetLastAccessTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastAccessTimeUtc(SafeFileHandle fileHandle, DateTime lastAccessTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetLastAccessTimeUtc)))
        {
            System.IO.File.SetLastAccessTimeUtc(fileHandle, lastAccessTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetLastAccessTime(string)"/>
    [Obsolete(BlockingTwin.Message + "File.GetLastAccessTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastAccessTime(string path)
    {
        using (BlockingTwin.Enter(nameof(GetLastAccessTime)))
        {
            return System.IO.File.GetLastAccessTime(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetLastAccessTime(SafeFileHandle)"/>
    [Obsolete(BlockingTwin.Message + "File.GetLastAccessTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastAccessTime(SafeFileHandle fileHandle)
    {
        using (BlockingTwin.Enter(nameof(GetLastAccessTime)))
        {
            return System.IO.File.GetLastAccessTime(fileHandle);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetLastAccessTimeUtc(string)"/>
    [Obsolete(BlockingTwin.Message + "File.GetLastAccessTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastAccessTimeUtc(string path)
    {
        using (BlockingTwin.Enter(nameof(GetLastAccessTimeUtc)))
        {
            return System.IO.File.GetLastAccessTimeUtc(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetLastAccessTimeUtc(SafeFileHandle)"/>
    [Obsolete(BlockingTwin.Message + "File.GetLastAccessTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastAccessTimeUtc(SafeFileHandle fileHandle)
    {
        using (BlockingTwin.Enter(nameof(GetLastAccessTimeUtc)))
        {
            return System.IO.File.GetLastAccessTimeUtc(fileHandle);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetLastWriteTime(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetLastWriteTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastWriteTime(string path, DateTime lastWriteTime)
    {
        using (BlockingTwin.Enter(nameof(SetLastWriteTime)))
        {
            System.IO.File.SetLastWriteTime(path, lastWriteTime);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetLastWriteTime(SafeFileHandle, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetLastWriteTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastWriteTime(SafeFileHandle fileHandle, DateTime lastWriteTime)
    {
        using (BlockingTwin.Enter(nameof(SetLastWriteTime)))
        {
            System.IO.File.SetLastWriteTime(fileHandle, lastWriteTime);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetLastWriteTimeUtc(string, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetLastWriteTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastWriteTimeUtc(string path, DateTime lastWriteTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetLastWriteTimeUtc)))
        {
            System.IO.File.SetLastWriteTimeUtc(path, lastWriteTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.File.SetLastWriteTimeUtc(SafeFileHandle, DateTime)"/>
    [Obsolete(BlockingTwin.Message + "File.SetLastWriteTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static void SetLastWriteTimeUtc(SafeFileHandle fileHandle, DateTime lastWriteTimeUtc)
    {
        using (BlockingTwin.Enter(nameof(SetLastWriteTimeUtc)))
        {
            System.IO.File.SetLastWriteTimeUtc(fileHandle, lastWriteTimeUtc);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetLastWriteTime(string)"/>
    [Obsolete(BlockingTwin.Message + "File.GetLastWriteTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastWriteTime(string path)
    {
        using (BlockingTwin.Enter(nameof(GetLastWriteTime)))
        {
            return System.IO.File.GetLastWriteTime(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetLastWriteTime(SafeFileHandle)"/>
    [Obsolete(BlockingTwin.Message + "File.GetLastWriteTimeAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastWriteTime(SafeFileHandle fileHandle)
    {
        using (BlockingTwin.Enter(nameof(GetLastWriteTime)))
        {
            return System.IO.File.GetLastWriteTime(fileHandle);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetLastWriteTimeUtc(string)"/>
    [Obsolete(BlockingTwin.Message + "File.GetLastWriteTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastWriteTimeUtc(string path)
    {
        using (BlockingTwin.Enter(nameof(GetLastWriteTimeUtc)))
        {
            return System.IO.File.GetLastWriteTimeUtc(path);
        }
    }

    /// <inheritdoc cref="System.IO.File.GetLastWriteTimeUtc(SafeFileHandle)"/>
    [Obsolete(BlockingTwin.Message + "File.GetLastWriteTimeUtcAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static DateTime GetLastWriteTimeUtc(SafeFileHandle fileHandle)
    {
        using (BlockingTwin.Enter(nameof(GetLastWriteTimeUtc)))
        {
            return System.IO.File.GetLastWriteTimeUtc(fileHandle);
        }
    }
}
