namespace AsyncStd.Runtimes.Drivers;

using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

/// <summary>The driver for files on Linux: the kernel's own calls, as few of them as there can be.</summary>
/// <remarks>It changes figures, never behaviour: the conformance suite is the same as the portable driver's. It has no state, so there is one for the process.</remarks>
internal sealed unsafe partial class LinuxFileSystem : IFileSystem
{
    private const int MaxPath = 4096;

    private LinuxFileSystem()
    {
    }

    public static LinuxFileSystem Shared { get; } = new();

    /// <inheritdoc/>
    public string Name => "linux";

    /// <inheritdoc/>
    public FileSystemCapabilities Capabilities => FileSystemCapabilities.NativeHandles | FileSystemCapabilities.UnixModes | FileSystemCapabilities.Owners
        | FileSystemCapabilities.SymbolicLinks | FileSystemCapabilities.HardLinks | FileSystemCapabilities.ByteNames | FileSystemCapabilities.DirectoryRelativeCalls
        | FileSystemCapabilities.DirectoryFileIds | FileSystemCapabilities.AtomicNoReplace | FileSystemCapabilities.Exchange | FileSystemCapabilities.KernelCopy
        | FileSystemCapabilities.Cloning | FileSystemCapabilities.DirectorySync | FileSystemCapabilities.DataSync | FileSystemCapabilities.AdvisoryLocks
        | FileSystemCapabilities.Preallocation | FileSystemCapabilities.DirectAccess | FileSystemCapabilities.NativeOpenFlags
        | FileSystemCapabilities.ReadinessForPipes | FileSystemCapabilities.SharedPosition;

    /// <inheritdoc/>
    public string CurrentDirectory
    {
        [SkipLocalsInit]
        get
        {
            byte* buffer = stackalloc byte[MaxPath];
            int error = LinuxCalls.GetDirectory(buffer, MaxPath);
            return error == 0
                ? LinuxPath.Decode(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer))
                : throw new IOException("The current directory has been removed, or its path is too long.", -error);
        }
    }

    /// <inheritdoc/>
    public string TemporaryDirectory => Path.GetTempPath();

    /// <inheritdoc/>
    public IReadOnlyList<string> GetRoots() => ["/"];

    /// <inheritdoc/>
    public ValueTask SetCurrentDirectoryAsync(string path, CancellationToken cancellationToken)
        => LinuxCall.Do(
            At(path),
            0,
            static (at, _) =>
            {
                using var bytes = new LinuxPath(at.Path, stackalloc byte[LinuxPath.StackSize]);
                fixed (byte* start = bytes)
                {
                    int result = LinuxCalls.ChangeDirectory(start);
                    return result == 0 ? true : throw LinuxErrors.OfDirectory(result, "change to", at);
                }
            },
            cancellationToken);

    /// <inheritdoc/>
    public IFileHandle Adopt(SafeFileHandle handle, FileAccess access, string name)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (handle.IsInvalid || handle.IsClosed)
        {
            throw new ArgumentException($"The handle for '{name}' is invalid or closed.", nameof(handle));
        }

        int descriptor = (int)handle.DangerousGetHandle();
        int result = LinuxFileHandle.Stat(descriptor, out LinuxStat stat, LinuxStat.TypeAndMode);
        if (result < 0)
        {
            throw new ArgumentException($"The handle for '{name}' is no open descriptor.", nameof(handle));
        }

        handle.SetHandleAsInvalid(); // its number is ours from here
        return new LinuxFileHandle(descriptor, new LinuxAt(null, name), access, stat.Kind, LinuxTransfer.Unknown);
    }

    /// <inheritdoc/>
    public ValueTask<string> CanonicalizeAsync(string path, CancellationToken cancellationToken)
        => LinuxCall.For(At(path), 0, static (at, _) => Resolve(at), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IDirectoryReader> OpenDirectoryAsync(string path, CancellationToken cancellationToken)
        => LinuxCall.For(At(path), 0, static IDirectoryReader (at, _) => LinuxDirectoryReader.Open(at, new LinuxDirectoryName(null, at.Path), followLink: true), cancellationToken);

    /// <inheritdoc/>
    public ValueTask SyncDirectoryAsync(string path, CancellationToken cancellationToken)
        => LinuxCall.Do(
            At(path),
            0,
            static (at, _) =>
            {
                int descriptor = at.Open(LinuxFlags.ReadOnly | LinuxFlags.MustBeDirectory);
                if (descriptor < 0)
                {
                    throw LinuxErrors.OfDirectory(descriptor, "sync the directory", at);
                }

                int result = LinuxCalls.SyncAll(descriptor);
                LinuxCalls.Close(descriptor);
                return result == 0 ? true : throw LinuxErrors.Of(result, "sync the directory", at.ToString());
            },
            cancellationToken,
            BlockingKind.Unbounded);

    /// <summary>The place that a path of the caller's says.</summary>
    private static LinuxAt At(string path, string parameter = "path")
    {
        FileArguments.CheckPath(path, parameter);
        return new LinuxAt(null, path);
    }

    private static string Resolve(LinuxAt at)
    {
        using var bytes = new LinuxPath(at.Path, stackalloc byte[LinuxPath.StackSize]);
        fixed (byte* start = bytes)
        {
            byte* resolved = LinuxCalls.Resolve(start, out int error);
            if (resolved is null)
            {
                throw LinuxErrors.Of(error, "resolve", at);
            }

            try
            {
                return LinuxPath.Decode(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(resolved));
            }
            finally
            {
                LinuxCalls.Free(resolved);
            }
        }
    }
}
