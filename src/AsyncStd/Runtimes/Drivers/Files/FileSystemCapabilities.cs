namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a file driver can do beyond what every driver must.</summary>
[Flags]
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum FileSystemCapabilities
{
    /// <summary>Nothing beyond the common part.</summary>
    None = 0,

    /// <summary>Handles are the system's own: <see cref="IFileSystem.Adopt"/> and <see cref="IFileHandle.TryGetSafeFileHandle"/>
    /// work.</summary>
    NativeHandles = 1 << 0,

    /// <summary>Files have Unix permission bits.</summary>
    UnixModes = 1 << 1,

    /// <summary>Files have a user and a group that can be changed.</summary>
    Owners = 1 << 2,

    /// <summary>Symbolic links can be created.</summary>
    SymbolicLinks = 1 << 3,

    /// <summary>Hard links can be created.</summary>
    HardLinks = 1 << 4,

    /// <summary>Names that are not valid UTF-8 round-trip through strings.</summary>
    ByteNames = 1 << 5,

    /// <summary>Calls on an open directory are resolved by the system against that very directory, whatever its path is by now
    /// and however long.</summary>
    DirectoryRelativeCalls = 1 << 6,

    /// <summary><see cref="DirectoryItem.FileId"/> is filled in.</summary>
    DirectoryFileIds = 1 << 7,

    /// <summary><see cref="RenameMode.NoReplace"/> is atomic; without it the driver looks first and then renames, and another may
    /// slip in between.</summary>
    AtomicNoReplace = 1 << 8,

    /// <summary><see cref="RenameMode.Exchange"/> works.</summary>
    Exchange = 1 << 9,

    /// <summary>Copies are made by the system without passing through the program.</summary>
    KernelCopy = 1 << 10,

    /// <summary>Copies may share their blocks with the original.</summary>
    Cloning = 1 << 11,

    /// <summary>Directories can be made durable.</summary>
    DirectorySync = 1 << 12,

    /// <summary>Data can be made durable without all of the metadata; without it syncing the data syncs all.</summary>
    DataSync = 1 << 13,

    /// <summary>Files can be locked as a whole.</summary>
    AdvisoryLocks = 1 << 14,

    /// <summary>Space can be reserved beyond opening.</summary>
    Preallocation = 1 << 15,

    /// <summary>Reads and writes can bypass the system's cache.</summary>
    DirectAccess = 1 << 16,

    /// <summary>The creation time can be set.</summary>
    SettableCreationTime = 1 << 17,

    /// <summary>Files can be encrypted for their user.</summary>
    Encryption = 1 << 18,

    /// <summary><see cref="FileOpenOptions.NativeFlags"/> are passed on.</summary>
    NativeOpenFlags = 1 << 19,

    /// <summary>Waiting for a pipe, fifo or terminal blocks no thread.</summary>
    ReadinessForPipes = 1 << 20,

    /// <summary>Duplicates of a handle, and child processes that get one, share one position.</summary>
    SharedPosition = 1 << 21,
}
