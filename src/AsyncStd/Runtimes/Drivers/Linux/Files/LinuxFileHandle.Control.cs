namespace AsyncStd.Runtimes.Drivers;

/// <summary>Length, durability, metadata and locks of an open file.</summary>
internal sealed unsafe partial class LinuxFileHandle
{
    private static readonly Action<int> s_release = static descriptor => ReleaseLock(descriptor);

    private FileLockClaims? _claims;

    private FileLockClaims Claims => _claims ?? Interlocked.CompareExchange(ref _claims, new FileLockClaims(), null) ?? _claims;

    /// <inheritdoc/>
    public ValueTask SetLengthAsync(long length, CancellationToken cancellationToken)
    {
        CheckPositional(length, FileAccess.Write, nameof(length));
        return Do(length, static (self, length) => self.Succeed(LinuxCalls.SetLength(self._descriptor, length), "set the length of"), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask PreallocateAsync(long offset, long length, bool keepLength, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        CheckPositional(offset, FileAccess.Write);
        return Do(
            (offset, length, keepLength),
            static (self, s) =>
            {
                int result = LinuxCalls.Allocate(self._descriptor, s.keepLength ? LinuxFlags.KeepLength : 0, s.offset, s.length);
                return result == -LinuxErrors.NotSupported
                    ? throw new NotSupportedException($"Cannot reserve space in '{self.Path}': its file system has no way to.")
                    : self.Succeed(result, $"reserve {s.length} bytes in");
            },
            cancellationToken,
            BlockingKind.Long);
    }

    /// <inheritdoc/>
    public ValueTask SyncDataAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Do(0, static (self, _) => self.Succeed(WithoutSync(LinuxCalls.SyncData(self._descriptor)), "sync"), cancellationToken, BlockingKind.Unbounded);
    }

    /// <inheritdoc/>
    public ValueTask SyncAllAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Do(0, static (self, _) => self.Succeed(WithoutSync(LinuxCalls.SyncAll(self._descriptor)), "sync"), cancellationToken, BlockingKind.Unbounded);
    }

    /// <inheritdoc/>
    public ValueTask<FileMetadata> GetMetadataAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Call(
            0,
            static (self, _) =>
            {
                self.Succeed(Stat(self._descriptor, out LinuxStat stat), "describe");
                return stat.ToMetadata(isHidden: false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetUnixModeAsync(UnixFileMode mode, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Do(mode, static (self, mode) => self.Succeed(LinuxCalls.SetMode(self._descriptor, (uint)mode), "set the permissions of"), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetAttributesAsync(FileAttributes attributes, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        LinuxFileSystem.CheckAttributes(attributes);
        return Do(
            attributes,
            static (self, attributes) =>
            {
                const string Operation = "set the attributes of";
                self.Succeed(Stat(self._descriptor, out LinuxStat stat, LinuxStat.TypeAndMode), Operation);
                return LinuxFileSystem.ModeWith(stat, attributes) is not { } mode || self.Succeed(LinuxCalls.SetMode(self._descriptor, mode), Operation);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SetTimesAsync(FileTimes times, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        LinuxFileSystem.CheckTimes(times);
        return Do(times, static (self, times) => self.Succeed(SetTimes(self._descriptor, times), "set the times of"), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask LockAsync(FileLockMode mode, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return FileCall.WithoutResult(Call(
            OperationOf(mode),
            static (self, operation) => self.Lock(operation),
            cancellationToken,
            BlockingKind.Unbounded,
            static (bound, grant) => bound.Handle.GiveLockBack(grant!.Value)));
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryLockAsync(FileLockMode mode, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Call(OperationOf(mode) | LinuxFlags.LockNoWait, static (self, operation) => self.Lock(operation) is not null, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask UnlockAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Do(0, static (self, _) => self.Succeed(self.Claims.Release(self._descriptor, static descriptor => ReleaseLock(descriptor)), "unlock"), cancellationToken);
    }

    /// <summary>Sets the times of an open file.</summary>
    internal static int SetTimes(int descriptor, FileTimes times)
    {
        LinuxTime* both = stackalloc LinuxTime[2] { LinuxTime.Of(times.LastAccessed), LinuxTime.Of(times.LastModified) };
        return LinuxCalls.SetTimes(descriptor, both);
    }

    private static int OperationOf(FileLockMode mode) => mode == FileLockMode.Shared ? LinuxFlags.LockShared : LinuxFlags.LockExclusive;

    /// <summary>A pipe or a terminal has nothing to make durable; the base class library does not mind, either.</summary>
    private static int WithoutSync(int result) => result == -LinuxErrors.Invalid ? 0 : result;

    private static int ReleaseLock(int descriptor) => LinuxCalls.Lock(descriptor, LinuxFlags.LockRelease);

    /// <returns>The grant; null if it is not to be waited for and somebody else has the lock.</returns>
    private long? Lock(int operation)
    {
        int result;
        _mayBeLocked = true;
        Claims.Ask();
        do
        {
            result = LinuxCalls.Lock(_descriptor, operation);
        }
        while (result == -LinuxErrors.Interrupted);
        if (result >= 0)
        {
            return Claims.Grant();
        }

        Claims.Refuse(_descriptor, s_release);
        return result == -LinuxErrors.Again && (operation & LinuxFlags.LockNoWait) != 0 ? null : throw LinuxErrors.Of(result, "lock", Path);
    }

    /// <summary>The lock was granted when nobody waited for it any longer.</summary>
    private void GiveLockBack(long grant)
    {
        if (TryEnter()) // else it goes with the handle
        {
            Claims.GiveBack(grant, _descriptor, s_release);
            Exit();
        }
    }
}
