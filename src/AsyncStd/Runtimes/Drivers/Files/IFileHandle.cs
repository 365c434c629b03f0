namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

/// <summary>An open file, pipe, fifo, terminal or device.</summary>
/// <remarks>
/// <para>Positional calls (<c>At</c>) need <see cref="CanSeek"/>, touch no position and may overlap freely. Calls without an
/// offset use the
/// handle's own position, or take what a pipe delivers; of these, one read and one write may be under way at a time.</para>
/// <para>A buffer belongs to the driver from the call until the returned task ends, cancelled or not: a call whose buffer is in
/// the
/// kernel's hands ends when the kernel is done with it. A read or write of no bytes checks the handle and returns 0.</para>
/// <para>Nothing is buffered or deferred: what a write has reported is with the system. Failures follow the rules of
/// <see cref="IFileSystem"/>; after closing every call throws <see cref="ObjectDisposedException"/>.</para>
/// <para><see cref="IDisposable.Dispose"/> asks calls under way to stop and closes the handle when the last of them has ended. It
/// never waits
/// and never throws; an error of closing is told by <see cref="CloseAsync"/> only.</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IFileHandle : IDisposable
{
    /// <summary>The path it was opened with, or a description: what messages call it.</summary>
    string Path { get; }

    /// <summary>What it was opened for.</summary>
    FileAccess Access { get; }

    /// <summary>Whether it has offsets: a regular file or a block device, not a pipe, fifo or terminal.</summary>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    bool CanSeek { get; }

    /// <summary>Whether a person may sit at the other end, see isatty(3).</summary>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    bool IsTerminal { get; }

    /// <summary>Reads at an offset.</summary>
    /// <param name="offset">Where to start, in bytes from the start of the file.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were read; 0 at or past the end. Fewer than fit does not mean the end.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The handle has no offsets, or was not opened for reading.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The read failed, see pread(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the buffer may have been written to.</remarks>
    ValueTask<int> ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Reads at an offset into several buffers, one after the other.</summary>
    /// <param name="offset">Where to start, in bytes from the start of the file.</param>
    /// <param name="buffers">The buffers; any number, the driver splits what is too much for one call.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were read in all; 0 at or past the end.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The handle has no offsets, or was not opened for reading.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The read failed, see preadv(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the buffers may have been written to.</remarks>
    ValueTask<long> ReadAtAsync(long offset, ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken);

    /// <summary>Writes at an offset; beyond the end, the gap reads as zeros.</summary>
    /// <param name="offset">Where to start, in bytes from the start of the file; ignored by a handle opened with
    /// <see cref="FileOpenOptions.Append"/>.</param>
    /// <param name="buffer">The bytes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were written: at least one if there were any. Fewer than given when the system stopped early;
    /// writing the rest tells why.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The handle has no offsets, or was not opened for writing.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The disk is full, or the write failed, see pwrite(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was written; if something was, the call succeeds with the count.</remarks>
    ValueTask<int> WriteAtAsync(long offset, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes several buffers at an offset, one after the other.</summary>
    /// <param name="offset">Where to start, in bytes from the start of the file; ignored by a handle opened with
    /// <see cref="FileOpenOptions.Append"/>.</param>
    /// <param name="buffers">The buffers; any number.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were written in all, perhaps fewer than given.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The handle has no offsets, or was not opened for writing.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The disk is full, or the write failed, see pwritev(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was written; if something was, the call succeeds with the count.</remarks>
    ValueTask<long> WriteAtAsync(long offset, ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken);

    /// <summary>Reads at the handle's own position, or what a pipe or terminal delivers; waits until there is
    /// something.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were read; 0 at the end, or when the last writer of a pipe has closed it.</returns>
    /// <exception cref="InvalidOperationException">Another read is under way.</exception>
    /// <exception cref="NotSupportedException">The handle was not opened for reading.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The read failed, see read(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte is lost. A driver that cannot interrupt the read keeps a buffer of its own for it
    /// and
    /// delivers what arrives to the next read.</remarks>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Reads as <see cref="ReadAsync(Memory{byte}, CancellationToken)"/> does, into several buffers, one after the
    /// other.</summary>
    /// <param name="buffers">The buffers; any number.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were read in all; 0 at the end.</returns>
    /// <exception cref="InvalidOperationException">Another read is under way.</exception>
    /// <exception cref="NotSupportedException">The handle was not opened for reading.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The read failed, see readv(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte is lost.</remarks>
    ValueTask<long> ReadAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken);

    /// <summary>Writes at the handle's own position, at the end of a file opened for appending, or into a pipe or terminal; waits
    /// until there is room.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were written: at least one if there were any, perhaps fewer than given.</returns>
    /// <exception cref="InvalidOperationException">Another write is under way.</exception>
    /// <exception cref="NotSupportedException">The handle was not opened for writing.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The pipe has no reader, the disk is full, or the write failed, see write(2). No signal is
    /// raised.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>Up to 512 bytes go into a pipe in one piece, see PIPE_BUF in pipe(7).</para>
    /// <para><em>Cancellation</em>: nothing was written; if something was, the call succeeds with the count.</para>
    /// </remarks>
    ValueTask<int> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes as <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/> does, several buffers, one after the
    /// other.</summary>
    /// <param name="buffers">The buffers; any number.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were written in all, perhaps fewer than given.</returns>
    /// <exception cref="InvalidOperationException">Another write is under way.</exception>
    /// <exception cref="NotSupportedException">The handle was not opened for writing.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The pipe has no reader, the disk is full, or the write failed, see writev(2). No signal is
    /// raised.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was written; if something was, the call succeeds with the count.</remarks>
    ValueTask<long> WriteAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken);

    /// <summary>Moves the handle's own position.</summary>
    /// <param name="offset">How far, in bytes; may be negative except from <see cref="SeekOrigin.Begin"/>.</param>
    /// <param name="origin">From where.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The new position, in bytes from the start; may lie beyond the end.</returns>
    /// <exception cref="NotSupportedException">The handle has no offsets.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The position would be negative, or the system refused, see lseek(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the position has not moved.</remarks>
    ValueTask<long> SeekAsync(long offset, SeekOrigin origin, CancellationToken cancellationToken);

    /// <summary>Cuts the file off, or extends it with zeros.</summary>
    /// <param name="length">The new length in bytes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the file has that length.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The handle has no offsets, or was not opened for writing.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The system refused, see ftruncate(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetLengthAsync(long length, CancellationToken cancellationToken);

    /// <summary>Reserves space, so that writing there will not find the disk full.</summary>
    /// <param name="offset">Where the space starts, in bytes.</param>
    /// <param name="length">How much, in bytes; more than 0.</param>
    /// <param name="keepLength">Whether the file keeps its length; if not, it grows to cover the space.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the space is reserved.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative, or <paramref name="length"/> is not
    /// above 0.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.Preallocation"/>, or the file
    /// system cannot.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The disk is full, or the system refused, see fallocate(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part of the space may be reserved.</remarks>
    ValueTask PreallocateAsync(long offset, long length, bool keepLength, CancellationToken cancellationToken);

    /// <summary>Makes the written data durable, with the metadata needed to read it again: its length.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the data written before the call survives a power cut.</returns>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The disk reported an error, see fdatasync(2). The data may be lost: syncing again proves
    /// nothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: whether the data is durable is not known; the sync may go on behind.</remarks>
    ValueTask SyncDataAsync(CancellationToken cancellationToken);

    /// <summary>Makes the written data and all metadata durable; the name is the directory's, see
    /// <see cref="IFileSystem.SyncDirectoryAsync"/>.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when what was written before the call survives a power cut.</returns>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The disk reported an error, see fsync(2). The data may be lost: syncing again proves
    /// nothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: whether the data is durable is not known; the sync may go on behind.</remarks>
    ValueTask SyncAllAsync(CancellationToken cancellationToken);

    /// <summary>Describes the open file, whatever its name is by now.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The description.</returns>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The system refused, see statx(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    ValueTask<FileMetadata> GetMetadataAsync(CancellationToken cancellationToken);

    /// <summary>Sets the Unix permission bits.</summary>
    /// <param name="mode">The bits, exactly: no umask.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the bits are set.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.UnixModes"/>.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file belongs to somebody else.</exception>
    /// <exception cref="IOException">The system refused, see fchmod(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetUnixModeAsync(UnixFileMode mode, CancellationToken cancellationToken);

    /// <summary>Sets the attributes as the BCL maps them: on Unix only <see cref="FileAttributes.ReadOnly"/> can be
    /// changed.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the attributes are set.</returns>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetAttributesAsync(FileAttributes attributes, CancellationToken cancellationToken);

    /// <summary>Sets times; what is null stays as it is.</summary>
    /// <param name="times">The new times.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the times are set.</returns>
    /// <exception cref="NotSupportedException">The system cannot set one of the times.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="UnauthorizedAccessException">Permission denied.</exception>
    /// <exception cref="IOException">The system refused, see futimens(3).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    ValueTask SetTimesAsync(FileTimes times, CancellationToken cancellationToken);

    /// <summary>Waits for a lock on the whole file; only programs that ask for locks respect them.</summary>
    /// <param name="mode">Shared or exclusive. A lock that the handle holds already is converted, and may be lost for a moment,
    /// see flock(2).</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the lock is held; it is released by <see cref="UnlockAsync"/> or when the last duplicate is
    /// closed.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.AdvisoryLocks"/>.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The system refused, see flock(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no new lock is held, and one granted too late is released; one held before may be
    /// lost.</remarks>
    ValueTask LockAsync(FileLockMode mode, CancellationToken cancellationToken);

    /// <summary>Takes a lock on the whole file if it is free now.</summary>
    /// <param name="mode">Shared or exclusive.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>Whether the lock is held; false if somebody else holds one that conflicts.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.AdvisoryLocks"/>.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The system refused, see flock(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no new lock is held; one held before may be lost.</remarks>
    ValueTask<bool> TryLockAsync(FileLockMode mode, CancellationToken cancellationToken);

    /// <summary>Releases the lock, if one is held.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the lock is released.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="FileSystemCapabilities.AdvisoryLocks"/>.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The system refused, see flock(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the lock is still held.</remarks>
    ValueTask UnlockAsync(CancellationToken cancellationToken);

    /// <summary>Makes a second handle for the same open file, without waiting; each is closed on its own.</summary>
    /// <returns>The second handle. It shares locks, and with <see cref="FileSystemCapabilities.SharedPosition"/> the
    /// position.</returns>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    /// <exception cref="IOException">The process has too many descriptors, see fcntl(2) on F_DUPFD_CLOEXEC.</exception>
    IFileHandle Duplicate();

    /// <summary>Lends the system's handle, for calls that this interface lacks.</summary>
    /// <param name="handle">The handle; it stays this object's, so it must be neither closed nor used after this object is
    /// closed.</param>
    /// <returns>False if there is none, as in a simulation.</returns>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    bool TryGetSafeFileHandle([NotNullWhen(true)] out SafeFileHandle? handle);

    /// <summary>Gives the system's handle away, in blocking mode; this object is closed afterwards.</summary>
    /// <param name="handle">The handle, owned by the caller.</param>
    /// <returns>False if there is none, as in a simulation; this object then stays open.</returns>
    /// <exception cref="InvalidOperationException">A call is under way.</exception>
    /// <exception cref="NotSupportedException">The file is to be removed when it is closed, and the system's handle alone would not do that; this object then stays open.</exception>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    bool TryRelease([NotNullWhen(true)] out SafeFileHandle? handle);

    /// <summary>Closes the handle and reports what went wrong; waits for calls under way. Closing a closed handle does
    /// nothing.</summary>
    /// <param name="cancellationToken">Asks to stop waiting.</param>
    /// <returns>A task that ends when the handle is closed.</returns>
    /// <exception cref="IOException">A write that the system had deferred failed, see close(2). The handle is closed all the
    /// same.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: only the waiting ends; the handle is closed behind.</remarks>
    ValueTask CloseAsync(CancellationToken cancellationToken);
}
