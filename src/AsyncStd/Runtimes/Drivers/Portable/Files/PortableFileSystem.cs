namespace AsyncStd.Runtimes.Drivers;

using Microsoft.Win32.SafeHandles;

/// <summary>The driver for files that needs nothing but the base class library: right on every system, and silent about what that library lacks.</summary>
/// <remarks>It has no state, so there is one for the process.</remarks>
internal sealed partial class PortableFileSystem : IFileSystem
{
    private PortableFileSystem()
    {
    }

    public static PortableFileSystem Shared { get; } = new();

    /// <inheritdoc/>
    public string Name => "portable";

    /// <inheritdoc/>
    public FileSystemCapabilities Capabilities { get; } = FileSystemCapabilities.NativeHandles | FileSystemCapabilities.SymbolicLinks | FileSystemCapabilities.KernelCopy
        | (OperatingSystem.IsWindows()
            ? FileSystemCapabilities.SettableCreationTime | FileSystemCapabilities.Encryption
            : FileSystemCapabilities.UnixModes)
        | (OperatingSystem.IsMacOS() ? FileSystemCapabilities.SettableCreationTime : 0)
        | (PortableNative.HasLocks ? FileSystemCapabilities.AdvisoryLocks : 0);

    /// <inheritdoc/>
    public string CurrentDirectory => Directory.GetCurrentDirectory();

    /// <inheritdoc/>
    public string TemporaryDirectory => Path.GetTempPath();

    /// <inheritdoc/>
    public IReadOnlyList<string> GetRoots() => OperatingSystem.IsWindows() ? Directory.GetLogicalDrives() : ["/"];

    /// <inheritdoc/>
    public ValueTask SetCurrentDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.Do("change to", path, 0, static (path, _) => Directory.SetCurrentDirectory(path), cancellationToken);
    }

    /// <inheritdoc/>
    public IFileHandle Adopt(SafeFileHandle handle, FileAccess access, string name)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (handle.IsInvalid || handle.IsClosed)
        {
            throw new ArgumentException($"The handle for '{name}' is invalid or closed.", nameof(handle));
        }

        // The stream knows where the handle stands. It must not close it when it is collected.
        var stream = new FileStream(handle, access, 0);
        GC.SuppressFinalize(stream);
        bool canSeek = stream.CanSeek && PortableFileHandle.IsSeekable(handle);
        return new PortableFileHandle(new PortableFile(handle, name), access, appends: false, canSeek, canSeek ? stream.Position : 0);
    }

    /// <inheritdoc/>
    public ValueTask<string> CanonicalizeAsync(string path, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.For("resolve", path, 0, static (path, _) => PortablePaths.Resolve(path), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IDirectoryReader> OpenDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.For("open the directory", path, 0, static IDirectoryReader (path, _) => PortableDirectoryReader.Open(path), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SyncDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        FileArguments.CheckPath(path);
        return FileCall.Do(
            "sync the directory",
            path,
            0,
            static (path, _) =>
            {
                if (!Directory.Exists(path))
                {
                    throw new DirectoryNotFoundException("There is no such directory.");
                }
            },
            cancellationToken);
    }
}
