namespace AsyncStd.Fs;

using Path = System.IO.Path;

// What the BCL has on its class and what needs no file system, or no wait.
public static partial class Directory
{
    /// <summary>Where relative paths start.</summary>
    /// <returns>An absolute path.</returns>
    /// <exception cref="IOException">The directory has been removed, see getcwd(3).</exception>
    public static string GetCurrentDirectory() => Driver.Files.CurrentDirectory;

    /// <summary>The roots of the file system: <c>/</c>, or the drives.</summary>
    /// <returns>Absolute paths.</returns>
    /// <exception cref="IOException">The roots could not be read.</exception>
    public static string[] GetLogicalDrives() => [.. Driver.Files.GetRoots()];

    /// <summary>The root of a path. Asks the file system for the current directory at most.</summary>
    /// <param name="path">The path.</param>
    /// <returns>Its root.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    public static string GetDirectoryRoot(string path) => Path.GetPathRoot(FullPath(path))!;

    /// <summary>The directory above. Asks the file system for the current directory at most.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The directory, which need not exist; null for a root.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    public static DirectoryInfo? GetParent(string path) => Path.GetDirectoryName(FullPath(path)) is { } above ? new DirectoryInfo(above) : null;

    private static string FullPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetFullPath(path, Driver.Files.CurrentDirectory);
    }
}
