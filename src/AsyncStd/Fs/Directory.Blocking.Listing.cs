namespace AsyncStd.Fs;

// The BCL's blocking listings.
public static partial class Directory
{
    /// <inheritdoc cref="System.IO.Directory.GetFiles(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetFilesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetFiles(string path)
    {
        using (BlockingTwin.Enter(nameof(GetFiles)))
        {
            return System.IO.Directory.GetFiles(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetFiles(string, string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetFilesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetFiles(string path, string searchPattern)
    {
        using (BlockingTwin.Enter(nameof(GetFiles)))
        {
            return System.IO.Directory.GetFiles(path, searchPattern);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetFiles(string, string, SearchOption)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetFilesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetFiles(string path, string searchPattern, SearchOption searchOption)
    {
        using (BlockingTwin.Enter(nameof(GetFiles)))
        {
            return System.IO.Directory.GetFiles(path, searchPattern, searchOption);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetFiles(string, string, EnumerationOptions)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetFilesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetFiles(string path, string searchPattern, EnumerationOptions enumerationOptions)
    {
        using (BlockingTwin.Enter(nameof(GetFiles)))
        {
            return System.IO.Directory.GetFiles(path, searchPattern, enumerationOptions);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetDirectories(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetDirectoriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetDirectories(string path)
    {
        using (BlockingTwin.Enter(nameof(GetDirectories)))
        {
            return System.IO.Directory.GetDirectories(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetDirectories(string, string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetDirectoriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetDirectories(string path, string searchPattern)
    {
        using (BlockingTwin.Enter(nameof(GetDirectories)))
        {
            return System.IO.Directory.GetDirectories(path, searchPattern);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetDirectories(string, string, SearchOption)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetDirectoriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetDirectories(string path, string searchPattern, SearchOption searchOption)
    {
        using (BlockingTwin.Enter(nameof(GetDirectories)))
        {
            return System.IO.Directory.GetDirectories(path, searchPattern, searchOption);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetDirectories(string, string, EnumerationOptions)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetDirectoriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetDirectories(string path, string searchPattern, EnumerationOptions enumerationOptions)
    {
        using (BlockingTwin.Enter(nameof(GetDirectories)))
        {
            return System.IO.Directory.GetDirectories(path, searchPattern, enumerationOptions);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetFileSystemEntries(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetFileSystemEntriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetFileSystemEntries(string path)
    {
        using (BlockingTwin.Enter(nameof(GetFileSystemEntries)))
        {
            return System.IO.Directory.GetFileSystemEntries(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetFileSystemEntries(string, string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetFileSystemEntriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetFileSystemEntries(string path, string searchPattern)
    {
        using (BlockingTwin.Enter(nameof(GetFileSystemEntries)))
        {
            return System.IO.Directory.GetFileSystemEntries(path, searchPattern);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetFileSystemEntries(string, string, SearchOption)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetFileSystemEntriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetFileSystemEntries(string path, string searchPattern, SearchOption searchOption)
    {
        using (BlockingTwin.Enter(nameof(GetFileSystemEntries)))
        {
            return System.IO.Directory.GetFileSystemEntries(path, searchPattern, searchOption);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.GetFileSystemEntries(string, string, EnumerationOptions)"/>
    [Obsolete(BlockingTwin.Message + "Directory.GetFileSystemEntriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static string[] GetFileSystemEntries(string path, string searchPattern, EnumerationOptions enumerationOptions)
    {
        using (BlockingTwin.Enter(nameof(GetFileSystemEntries)))
        {
            return System.IO.Directory.GetFileSystemEntries(path, searchPattern, enumerationOptions);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateDirectories(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateDirectoriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateDirectories(string path)
    {
        using (BlockingTwin.Enter(nameof(EnumerateDirectories)))
        {
            return System.IO.Directory.EnumerateDirectories(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateDirectories(string, string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateDirectoriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateDirectories(string path, string searchPattern)
    {
        using (BlockingTwin.Enter(nameof(EnumerateDirectories)))
        {
            return System.IO.Directory.EnumerateDirectories(path, searchPattern);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateDirectories(string, string, SearchOption)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateDirectoriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateDirectories(string path, string searchPattern, SearchOption searchOption)
    {
        using (BlockingTwin.Enter(nameof(EnumerateDirectories)))
        {
            return System.IO.Directory.EnumerateDirectories(path, searchPattern, searchOption);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateDirectories(string, string, EnumerationOptions)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateDirectoriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateDirectories(string path, string searchPattern, EnumerationOptions enumerationOptions)
    {
        using (BlockingTwin.Enter(nameof(EnumerateDirectories)))
        {
            return System.IO.Directory.EnumerateDirectories(path, searchPattern, enumerationOptions);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateFiles(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateFilesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateFiles(string path)
    {
        using (BlockingTwin.Enter(nameof(EnumerateFiles)))
        {
            return System.IO.Directory.EnumerateFiles(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateFiles(string, string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateFilesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateFiles(string path, string searchPattern)
    {
        using (BlockingTwin.Enter(nameof(EnumerateFiles)))
        {
            return System.IO.Directory.EnumerateFiles(path, searchPattern);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateFiles(string, string, SearchOption)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateFilesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateFiles(string path, string searchPattern, SearchOption searchOption)
    {
        using (BlockingTwin.Enter(nameof(EnumerateFiles)))
        {
            return System.IO.Directory.EnumerateFiles(path, searchPattern, searchOption);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateFiles(string, string, EnumerationOptions)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateFilesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateFiles(string path, string searchPattern, EnumerationOptions enumerationOptions)
    {
        using (BlockingTwin.Enter(nameof(EnumerateFiles)))
        {
            return System.IO.Directory.EnumerateFiles(path, searchPattern, enumerationOptions);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateFileSystemEntries(string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateFileSystemEntriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateFileSystemEntries(string path)
    {
        using (BlockingTwin.Enter(nameof(EnumerateFileSystemEntries)))
        {
            return System.IO.Directory.EnumerateFileSystemEntries(path);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateFileSystemEntries(string, string)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateFileSystemEntriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateFileSystemEntries(string path, string searchPattern)
    {
        using (BlockingTwin.Enter(nameof(EnumerateFileSystemEntries)))
        {
            return System.IO.Directory.EnumerateFileSystemEntries(path, searchPattern);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateFileSystemEntries(string, string, SearchOption)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateFileSystemEntriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateFileSystemEntries(string path, string searchPattern, SearchOption searchOption)
    {
        using (BlockingTwin.Enter(nameof(EnumerateFileSystemEntries)))
        {
            return System.IO.Directory.EnumerateFileSystemEntries(path, searchPattern, searchOption);
        }
    }

    /// <inheritdoc cref="System.IO.Directory.EnumerateFileSystemEntries(string, string, EnumerationOptions)"/>
    [Obsolete(BlockingTwin.Message + "Directory.EnumerateFileSystemEntriesAsync.", DiagnosticId = BlockingTwin.Id, UrlFormat = BlockingTwin.Url)]
    public static IEnumerable<string> EnumerateFileSystemEntries(string path, string searchPattern, EnumerationOptions enumerationOptions)
    {
        using (BlockingTwin.Enter(nameof(EnumerateFileSystemEntries)))
        {
            return System.IO.Directory.EnumerateFileSystemEntries(path, searchPattern, enumerationOptions);
        }
    }
}
