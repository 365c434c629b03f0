namespace AsyncStd.Fs;

using System.Runtime.Versioning;
using AsyncStd.Runtimes.Drivers;
using Microsoft.Win32.SafeHandles;

// Attributes and permission bits, as the BCL has them.
public sealed partial class File
{
    /// <summary>Twin of <c>System.IO.File.GetAttributes</c>. A link is described itself.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The attributes.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="DirectoryNotFoundException">A directory on the way is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused, see statx(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static async ValueTask<FileAttributes> GetAttributesAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        string trimmed = System.IO.Path.TrimEndingDirectorySeparator(TwinPath.Resolve(path)); // as the BCL: a file may be asked about as if it were a directory
        return (await Driver.Files.GetMetadataAsync(trimmed, followLinks: false, cancellationToken).ConfigureAwait(false)).Attributes;
    }

    /// <summary>Twin of <c>System.IO.File.GetAttributes</c>.</summary>
    /// <param name="fileHandle">The open file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The attributes.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public static async ValueTask<FileAttributes> GetAttributesAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
    {
        using var lent = new LentHandle(fileHandle);
        return (await lent.Handle.GetMetadataAsync(cancellationToken).ConfigureAwait(false)).Attributes;
    }

    /// <summary>Twin of <c>System.IO.File.SetAttributes</c>: on Unix only <see cref="FileAttributes.ReadOnly"/> can be changed.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="fileAttributes">The attributes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when they are set.</returns>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL.</exception>
    /// <exception cref="FileNotFoundException">Nothing stands there.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static ValueTask SetAttributesAsync(string path, FileAttributes fileAttributes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.SetAttributesAsync(TwinPath.Resolve(path), fileAttributes, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.SetAttributes</c>.</summary>
    /// <param name="fileHandle">The open file.</param>
    /// <param name="fileAttributes">The attributes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when they are set.</returns>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public static async ValueTask SetAttributesAsync(SafeFileHandle fileHandle, FileAttributes fileAttributes, CancellationToken cancellationToken = default)
    {
        using var lent = new LentHandle(fileHandle);
        await lent.Handle.SetAttributesAsync(fileAttributes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Twin of <c>System.IO.File.GetUnixFileMode</c>; links are followed.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The permission bits.</returns>
    /// <exception cref="PlatformNotSupportedException">The file system has no permission bits.</exception>
    /// <inheritdoc cref="GetAttributesAsync(string, CancellationToken)"/>
    [UnsupportedOSPlatform("windows")]
    public static async ValueTask<UnixFileMode> GetUnixFileModeAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        string trimmed = System.IO.Path.TrimEndingDirectorySeparator(TwinPath.Resolve(path));
        return Mode(await Driver.Files.GetMetadataAsync(trimmed, followLinks: true, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Twin of <c>System.IO.File.GetUnixFileMode</c>.</summary>
    /// <param name="fileHandle">The open file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The permission bits.</returns>
    /// <exception cref="PlatformNotSupportedException">The file system has no permission bits.</exception>
    /// <inheritdoc cref="GetAttributesAsync(SafeFileHandle, CancellationToken)"/>
    [UnsupportedOSPlatform("windows")]
    public static async ValueTask<UnixFileMode> GetUnixFileModeAsync(SafeFileHandle fileHandle, CancellationToken cancellationToken = default)
    {
        using var lent = new LentHandle(fileHandle);
        return Mode(await lent.Handle.GetMetadataAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Twin of <c>System.IO.File.SetUnixFileMode</c>; links are followed.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="mode">The bits, exactly: no umask.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when they are set.</returns>
    /// <exception cref="NotSupportedException">The file system has no permission bits.</exception>
    /// <inheritdoc cref="SetAttributesAsync(string, FileAttributes, CancellationToken)"/>
    [UnsupportedOSPlatform("windows")]
    public static ValueTask SetUnixFileModeAsync(string path, UnixFileMode mode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Driver.Files.SetUnixModeAsync(TwinPath.Resolve(path), mode, followLinks: true, cancellationToken);
    }

    /// <summary>Twin of <c>System.IO.File.SetUnixFileMode</c>.</summary>
    /// <param name="fileHandle">The open file.</param>
    /// <param name="mode">The bits, exactly: no umask.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when they are set.</returns>
    /// <exception cref="NotSupportedException">The file system has no permission bits.</exception>
    /// <inheritdoc cref="SetAttributesAsync(SafeFileHandle, FileAttributes, CancellationToken)"/>
    [UnsupportedOSPlatform("windows")]
    public static async ValueTask SetUnixFileModeAsync(SafeFileHandle fileHandle, UnixFileMode mode, CancellationToken cancellationToken = default)
    {
        using var lent = new LentHandle(fileHandle);
        await lent.Handle.SetUnixModeAsync(mode, cancellationToken).ConfigureAwait(false);
    }

    private static UnixFileMode Mode(FileMetadata data)
        => data.UnixMode ?? throw new PlatformNotSupportedException($"The file system '{Driver.Files.Name}' has no permission bits.");
}
