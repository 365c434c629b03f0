namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>How a file is opened.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record FileOpenOptions
{
    /// <summary>An existing file, for reading.</summary>
    public static FileOpenOptions Read { get; } = new();

    /// <summary>For writing, from empty: created if missing, truncated if not.</summary>
    public static FileOpenOptions Create { get; } = new() { Access = FileAccess.Write, Creation = FileCreation.OpenOrCreate, Truncate = true };

    /// <summary>Reading, writing or both.</summary>
    public FileAccess Access { get; init; } = FileAccess.Read;

    /// <summary>Whether the file may or must be created.</summary>
    public FileCreation Creation { get; init; } = FileCreation.OpenExisting;

    /// <summary>Whether an existing file is emptied; needs writing.</summary>
    public bool Truncate { get; init; }

    /// <summary>Whether every write goes to the end of the file as it is at that moment, whatever offset it names; needs
    /// writing.</summary>
    public bool Append { get; init; }

    /// <summary>What others may do with the file meanwhile. Where the system has no such rule, anything but full sharing takes an
    /// advisory lock, as the BCL does.</summary>
    public FileShare Share { get; init; } = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Permission bits of a file that is created, before the umask; null for read and write by all. Ignored without
    /// <see cref="FileSystemCapabilities.UnixModes"/>.</summary>
    public UnixFileMode? CreationMode { get; init; }

    /// <summary>Attributes of a file that is created; ignored where the system has none.</summary>
    public FileAttributes CreationAttributes { get; init; }

    /// <summary>Space to reserve for a file that is created or emptied, in bytes; its length stays 0. A full disk fails the call,
    /// and a file it created is removed.</summary>
    public long PreallocationSize { get; init; }

    /// <summary>Whether to bypass the system's cache. Offsets, lengths and addresses of buffers must then be aligned, see
    /// O_DIRECT in open(2).</summary>
    public bool Direct { get; init; }

    /// <summary>Whether each write is durable before it ends, see O_SYNC in open(2).</summary>
    public bool WriteThrough { get; init; }

    /// <summary>Whether a symbolic link at the end of the path is a failure.</summary>
    public bool RefuseLink { get; init; }

    /// <summary>Whether the file is removed when the handle is closed.</summary>
    public bool DeleteOnClose { get; init; }

    /// <summary>How the file will be read.</summary>
    public FileAccessPattern Pattern { get; init; }

    /// <summary>More flags for the system's open call, as its headers number them; refused unless 0 without
    /// <see cref="FileSystemCapabilities.NativeOpenFlags"/>.</summary>
    public int NativeFlags { get; init; }
}
