namespace AsyncStd.Fs;

using AsyncStd.Runtimes.Drivers;

// What an open file can be asked and told beside its bytes.
public sealed partial class File
{
    /// <summary>Cuts the file off, or extends it with zeros. The cursor stays where it is.</summary>
    /// <param name="length">The new length in bytes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the file has that length.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The file has no offsets, or was not opened for writing.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The system refused, see ftruncate(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public ValueTask SetLenAsync(long length, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return _handle.SetLengthAsync(length, cancellationToken);
    }

    /// <summary>Makes contents and metadata durable, see fsync(2). The name is the directory's: see <see cref="Directory.SyncAsync"/>.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when what was written before the call survives a power cut.</returns>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The disk reported an error. Data may be lost: syncing again proves nothing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: whether the data is durable is not known; the sync may go on behind.</remarks>
    public ValueTask SyncAllAsync(CancellationToken cancellationToken = default) => _handle.SyncAllAsync(cancellationToken);

    /// <summary>Makes the contents durable, and the length, see fdatasync(2); syncs all where the system knows no difference.</summary>
    /// <inheritdoc cref="SyncAllAsync"/>
    public ValueTask SyncDataAsync(CancellationToken cancellationToken = default) => _handle.SyncDataAsync(cancellationToken);

    /// <summary>Reserves space, so that writing there will not find the disk full, see fallocate(2).</summary>
    /// <param name="offset">Where the space starts, in bytes.</param>
    /// <param name="length">How much, in bytes; more than 0.</param>
    /// <param name="keepLength">Whether the file keeps its length; if not, it grows to cover the space.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the space is reserved.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative, or <paramref name="length"/> not above 0.</exception>
    /// <exception cref="NotSupportedException">The system, or the file system, cannot.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The disk is full, or the system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part of the space may be reserved.</remarks>
    public ValueTask PreallocateAsync(long offset, long length, bool keepLength = false, CancellationToken cancellationToken = default)
        => _handle.PreallocateAsync(offset, length, keepLength, cancellationToken);

    /// <summary>Describes the open file, whatever its path means by now.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>What the system knows about it.</returns>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The system refused, see statx(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is left behind.</remarks>
    public ValueTask<Metadata> MetadataAsync(CancellationToken cancellationToken = default) => Metadata.From(_handle.GetMetadataAsync(cancellationToken));

    /// <summary>Sets the permissions of the open file.</summary>
    /// <param name="permissions">The bits, exactly: no umask; or the read-only attribute where there are none.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when they are set.</returns>
    /// <exception cref="NotSupportedException">The permissions are bits, and the system has none.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file belongs to somebody else.</exception>
    /// <exception cref="IOException">The system refused, see fchmod(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public ValueTask SetPermissionsAsync(Permissions permissions, CancellationToken cancellationToken = default)
    {
        return permissions.UnixFileMode is { } mode ? _handle.SetUnixModeAsync(mode, cancellationToken) : SetReadOnly(permissions.IsReadOnly, cancellationToken);

        async ValueTask SetReadOnly(bool isReadOnly, CancellationToken cancellationToken)
        {
            FileAttributes now = (await _handle.GetMetadataAsync(cancellationToken).ConfigureAwait(false)).Attributes;
            await _handle.SetAttributesAsync(WithReadOnly(now, isReadOnly), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets times of the open file; what is null stays as it is.</summary>
    /// <param name="lastWrite">When the contents were last changed.</param>
    /// <param name="lastAccess">When it was last read.</param>
    /// <param name="creation">When it was created.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when they are set.</returns>
    /// <exception cref="NotSupportedException">The system cannot set one of the times: few can set the creation's.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file belongs to somebody else.</exception>
    /// <exception cref="IOException">The system refused, see futimens(3).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a cancelled call has changed nothing.</remarks>
    public ValueTask SetTimesAsync(
        DateTimeOffset? lastWrite = null, DateTimeOffset? lastAccess = null, DateTimeOffset? creation = null, CancellationToken cancellationToken = default)
        => _handle.SetTimesAsync(new FileTimes { LastModified = lastWrite, LastAccessed = lastAccess, Created = creation }, cancellationToken);

    /// <summary>Waits until nobody else holds a lock on the file, and takes an exclusive one. Only programs that ask for locks respect them.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the lock is held, until <see cref="UnlockAsync"/> or until the last clone is closed. A shared lock is converted, and may
    /// be lost for a moment, see flock(2).</returns>
    /// <exception cref="NotSupportedException">The driver has no locks.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no new lock is held, and one granted too late is released; one held before may be lost.</remarks>
    public ValueTask LockAsync(CancellationToken cancellationToken = default) => _handle.LockAsync(FileLockMode.Exclusive, cancellationToken);

    /// <summary>Waits until nobody else holds an exclusive lock, and takes one that goes with other shared ones.</summary>
    /// <inheritdoc cref="LockAsync"/>
    public ValueTask LockSharedAsync(CancellationToken cancellationToken = default) => _handle.LockAsync(FileLockMode.Shared, cancellationToken);

    /// <summary>Takes an exclusive lock if that can be had now.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>Whether the lock is held; false if somebody else holds one.</returns>
    /// <inheritdoc cref="LockAsync"/>
    public ValueTask<bool> TryLockAsync(CancellationToken cancellationToken = default) => _handle.TryLockAsync(FileLockMode.Exclusive, cancellationToken);

    /// <summary>Takes a shared lock if that can be had now.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>Whether the lock is held; false if somebody else holds an exclusive one.</returns>
    /// <inheritdoc cref="LockAsync"/>
    public ValueTask<bool> TryLockSharedAsync(CancellationToken cancellationToken = default) => _handle.TryLockAsync(FileLockMode.Shared, cancellationToken);

    /// <summary>Releases the lock, if one is held.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the lock is released.</returns>
    /// <exception cref="NotSupportedException">The driver has no locks.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The system refused, see flock(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the lock is still held.</remarks>
    public ValueTask UnlockAsync(CancellationToken cancellationToken = default) => _handle.UnlockAsync(cancellationToken);

    /// <summary>A second object for the same open file, with a cursor of its own that starts where this one's is; each is closed on its own. Locks are shared.</summary>
    /// <returns>The second file.</returns>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The process has too many open files, see fcntl(2) on F_DUPFD_CLOEXEC.</exception>
    public File TryClone()
    {
        ThrowIfClosed();
        return new File(_handle.Duplicate(), _append, _position);
    }

    internal static FileAttributes WithReadOnly(FileAttributes attributes, bool isReadOnly)
        => isReadOnly ? attributes | FileAttributes.ReadOnly : attributes & ~FileAttributes.ReadOnly;
}
