namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Drivers;
using Microsoft.Win32.SafeHandles;

// From and to what the BCL has for an open file.
public sealed partial class File
{
    /// <summary>Makes a file from a handle that somebody else opened. The cursor starts where the handle's position is.</summary>
    /// <param name="handle">The open handle, owned by the file from now on.</param>
    /// <param name="access">What it was opened for.</param>
    /// <param name="name">What messages call it; by default its number.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException"><paramref name="handle"/> is invalid or closed.</exception>
    /// <exception cref="NotSupportedException">The driver has no handles of the system's.</exception>
    public static File FromHandle(SafeFileHandle handle, FileAccess access = FileAccess.ReadWrite, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return new File(Driver.Files.Adopt(handle, access, name ?? $"handle {handle.DangerousGetHandle()}"), position: WhereTheHandleIs);
    }

    /// <summary>Makes a file from a stream of the BCL's, after flushing that. The cursor starts where the stream's is.</summary>
    /// <param name="stream">The stream; it must not be used afterwards.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The file, which owns the stream's handle.</returns>
    /// <exception cref="ArgumentException"><paramref name="stream"/> is closed.</exception>
    /// <exception cref="IOException">The flush failed.</exception>
    /// <exception cref="NotSupportedException">The driver has no handles of the system's.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the stream is still the caller's.</remarks>
    public static async ValueTask<File> FromFileStreamAsync(FileStream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        FileAccess access = (stream.CanRead ? FileAccess.Read : 0) | (stream.CanWrite ? FileAccess.Write : 0);
        long position = stream.CanSeek ? stream.Position : 0; // asked before: a driver may make the handle its own
        IFileHandle handle = Driver.Files.Adopt(stream.SafeFileHandle, access, stream.Name);
        var file = new File(handle, position: position);
        GC.SuppressFinalize(stream);
        return file;
    }

    /// <summary>Gives the system's handle away; this file is closed afterwards. The handle's position is where the cursor is, if the driver can set it: the portable one cannot, so
    /// <see cref="Position"/> should be asked before.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The handle, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">A call is under way.</exception>
    /// <exception cref="NotSupportedException">There is none, as in a simulation; or the file was opened with <see cref="FileOptions.DeleteOnClose"/>, and its handle alone would
    /// not do that. <see cref="OpenHandleAsync"/> opens one that does.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the handle is still this file's.</remarks>
    public async ValueTask<SafeFileHandle> IntoHandleAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        if (!_handle.TryGetSafeFileHandle(out _))
        {
            throw NoHandle();
        }

        if (_canSeek)
        {
            TakeCursor();
            try
            {
                long position = await FindPositionAsync(cancellationToken).ConfigureAwait(false);
                await _handle.SeekAsync(position, SeekOrigin.Begin, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                ReleaseCursor();
            }
        }

        if (!_handle.TryRelease(out SafeFileHandle? handle))
        {
            throw NoHandle();
        }

        _isClosed = true;
        return handle;
    }

    /// <summary>Makes a stream of the BCL's of this file, with its cursor where this one's is; this file is closed afterwards.</summary>
    /// <param name="bufferSize">The size of the stream's buffer in bytes; 0 or 1 for none.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The stream, which owns the handle.</returns>
    /// <inheritdoc cref="IntoHandleAsync"/>
    public async ValueTask<FileStream> IntoFileStreamAsync(int bufferSize = 4096, CancellationToken cancellationToken = default)
    {
        FileAccess access = _handle.Access;
        long position = _canSeek ? await FindPositionAsync(cancellationToken).ConfigureAwait(false) : 0;
        var stream = new FileStream(await IntoHandleAsync(cancellationToken).ConfigureAwait(false), access, bufferSize);
        if (stream.CanSeek)
        {
            stream.Position = position;
        }

        return stream;
    }

    /// <summary>Lends the system's handle, for calls that this class lacks. It stays the file's: neither close it nor use it after the file is closed.</summary>
    /// <exception cref="NotSupportedException">There is none, as in a simulation.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public SafeFileHandle SafeFileHandle
    {
        get
        {
            ThrowIfClosed();
            return _handle.TryGetSafeFileHandle(out SafeFileHandle? handle) ? handle : throw NoHandle();
        }
    }

    private NotSupportedException NoHandle() => new($"'{Name}' has no handle of the system's: the file system '{Driver.Files.Name}' has none.");
}
