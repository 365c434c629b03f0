namespace AsyncStd.Runtimes.Drivers;

using Microsoft.Win32.SafeHandles;

/// <summary>Length, durability, metadata and locks of an open file.</summary>
internal sealed partial class PortableFileHandle
{
    private static readonly Action<SafeFileHandle> s_release = static handle => PortableNative.Unlock(handle);

    private static PortableFileSystem Driver => PortableFileSystem.Shared;

    /// <inheritdoc/>
    public ValueTask SetLengthAsync(long length, CancellationToken cancellationToken)
    {
        CheckPositional(length, FileAccess.Write);
        return Do("set the length of", length, static (self, length) => RandomAccess.SetLength(self._file.Handle, length), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask PreallocateAsync(long offset, long length, bool keepLength, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ThrowIfClosed();
        throw FileFailure.Lacking(Driver, FileSystemCapabilities.Preallocation, "reserve space in an open file");
    }

    /// <inheritdoc/>
    public ValueTask SyncDataAsync(CancellationToken cancellationToken) => SyncAllAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask SyncAllAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Do("sync", 0, static (self, _) => RandomAccess.FlushToDisk(self._file.Handle), cancellationToken, BlockingKind.Unbounded);
    }

    /// <inheritdoc/>
    public ValueTask<FileMetadata> GetMetadataAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Call("describe", 0, static (self, _) => PortableMetadata.Of(self._file.Handle, self._canSeek), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetUnixModeAsync(UnixFileMode mode, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        FileFailure.Demand(Driver, FileSystemCapabilities.UnixModes, "set permission bits");
        return Do(
            "set the permissions of",
            mode,
            static (self, mode) =>
            {
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(self._file.Handle, mode);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetAttributesAsync(FileAttributes attributes, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Do("set the attributes of", attributes, static (self, attributes) => File.SetAttributes(self._file.Handle, attributes), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetTimesAsync(FileTimes times, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(times);
        ThrowIfClosed();
        PortableMetadata.CheckTimes(times);
        return Do("set the times of", times, static (self, times) => PortableMetadata.SetTimes(self._file.Handle, times), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask LockAsync(FileLockMode mode, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        FileFailure.Demand(Driver, FileSystemCapabilities.AdvisoryLocks, "lock files");
        return FileCall.WithoutResult(Call(
            "lock",
            mode,
            static (self, mode) => self.Lock(mode, wait: true),
            cancellationToken,
            BlockingKind.Unbounded,
            (_, grant) => GiveLockBack(grant!.Value)));
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryLockAsync(FileLockMode mode, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        FileFailure.Demand(Driver, FileSystemCapabilities.AdvisoryLocks, "lock files");
        return Call("lock", mode, static (self, mode) => self.Lock(mode, wait: false) is not null, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask UnlockAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        FileFailure.Demand(Driver, FileSystemCapabilities.AdvisoryLocks, "lock files");
        return Do("unlock", 0, static (self, _) => self._file.Claims.Release(self._file.Handle, static handle =>
        {
            PortableNative.Unlock(handle);
            return true;
        }), cancellationToken);
    }

    /// <returns>The grant; null if it is not to be waited for and somebody else has the lock.</returns>
    private long? Lock(FileLockMode mode, bool wait)
    {
        bool isGranted = false;
        _file.Claims.Ask();
        try
        {
            isGranted = PortableNative.Lock(_file.Handle, mode, wait);
        }
        finally
        {
            if (!isGranted)
            {
                _file.Claims.Refuse(_file.Handle, s_release);
            }
        }

        return isGranted ? _file.Claims.Grant() : null;
    }

    /// <summary>The lock was granted when nobody waited for it any longer.</summary>
    private void GiveLockBack(long grant)
    {
        if (TryEnter()) // else it goes with the handle
        {
            _file.Claims.GiveBack(grant, _file.Handle, s_release);
            Exit();
        }
    }
}
