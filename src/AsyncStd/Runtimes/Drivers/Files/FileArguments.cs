namespace AsyncStd.Runtimes.Drivers;

/// <summary>The checks of arguments that are the same in every driver, made before the system is asked.</summary>
internal static class FileArguments
{
    private const FileShare FullShare = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>A path must say something, and the system ends it at a NUL.</summary>
    public static void CheckPath(string path, string parameter = "path")
    {
        ArgumentException.ThrowIfNullOrEmpty(path, parameter);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The path '{path.Replace("\0", "\\0", StringComparison.Ordinal)}' contains a NUL, which no system can express.", parameter);
        }
    }

    /// <summary>A name within a directory is one component: with more, a call could be led out of it.</summary>
    public static void CheckName(string name, bool allowParent = false)
    {
        CheckPath(name, nameof(name));
        if (name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || name.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal)
            || name == "." || (name == ".." && !allowParent))
        {
            throw new ArgumentException($"'{name}' is not the name of an entry: one component is allowed, without a separator.", nameof(name));
        }
    }

    /// <summary>Options that contradict each other are refused before anything is created.</summary>
    public static void CheckOptions(FileOpenOptions options, IFileSystem driver, bool mustWrite = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool writes = (options.Access & FileAccess.Write) != 0;
        if (options.Access is < FileAccess.Read or > FileAccess.ReadWrite)
        {
            throw Wrong($"Access is {(int)options.Access}; allowed is Read, Write or ReadWrite.");
        }

        if (mustWrite && !writes)
        {
            throw Wrong("Access is Read, and the call writes.");
        }

        if (!writes && (options.Truncate || options.Append || options.PreallocationSize > 0))
        {
            throw Wrong("Truncate, Append and PreallocationSize need an Access that writes.");
        }

        if (options is { Truncate: true, Append: true })
        {
            throw Wrong("Truncate and Append exclude each other.");
        }

        if (options.Creation is < FileCreation.OpenExisting or > FileCreation.CreateNew)
        {
            throw Wrong($"Creation is {(int)options.Creation}; allowed is OpenExisting, OpenOrCreate or CreateNew.");
        }

        if (options.PreallocationSize < 0 || (options.PreallocationSize > 0 && options is { Creation: FileCreation.OpenExisting, Truncate: false }))
        {
            throw Wrong("PreallocationSize must not be negative, and is for files that are created or emptied.");
        }

        if ((options.Share & ~(FullShare | FileShare.Inheritable)) != 0)
        {
            throw Wrong($"Share is {(int)options.Share}, which is no combination of its flags.");
        }

        if (options.NativeFlags != 0)
        {
            FileFailure.Demand(driver, FileSystemCapabilities.NativeOpenFlags, "open a file with flags of the system's own");
        }

        if (options.Direct)
        {
            FileFailure.Demand(driver, FileSystemCapabilities.DirectAccess, "open a file past the system's cache");
        }

        static ArgumentException Wrong(string message) => new(message, nameof(options));
    }

    /// <summary>Whether nobody is to be kept from the file: no lock is needed then.</summary>
    public static bool IsShared(FileShare share) => (share & FullShare) is FileShare.ReadWrite or FullShare;
}
