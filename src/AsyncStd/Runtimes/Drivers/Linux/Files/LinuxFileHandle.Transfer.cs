namespace AsyncStd.Runtimes.Drivers;

using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStd.Task;

/// <summary>Reading and writing.</summary>
/// <remarks>A read of a file first asks for what the cache has, on the caller's stack: that cannot sleep. Only what has to come from the disk is read where it may
/// block.</remarks>
internal sealed unsafe partial class LinuxFileHandle
{
    private const long OwnPosition = -1;
    private const int WouldWait = -1;

    private int _isReading;
    private int _isWriting;
    private volatile bool _mustWait;
    private volatile bool _isRefusedByRing;

    /// <summary>Whether a read or write may wait for somebody, although this looks like a file.</summary>
    private volatile bool _mayLast;

    /// <inheritdoc/>
    public ValueTask<int> ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckPositional(offset, FileAccess.Read);
        return buffer.IsEmpty ? new ValueTask<int>(0) : ReadFileAsync(offset, buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadAtAsync(long offset, ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        CheckPositional(offset, FileAccess.Read);
        return Call((offset, buffers), static (self, s) => self.ReadVectorsNow(s.offset, s.buffers.Span), cancellationToken, KindOfRead);
    }

    /// <inheritdoc/>
    public ValueTask<int> WriteAtAsync(long offset, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckPositional(offset, FileAccess.Write);
        return buffer.IsEmpty
            ? new ValueTask<int>(0)
            : Call((offset, buffer), static (self, s) => self.WriteNow(s.offset, s.buffer.Span), cancellationToken, KindOfWrite);
    }

    /// <inheritdoc/>
    public ValueTask<long> WriteAtAsync(long offset, ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        CheckPositional(offset, FileAccess.Write);
        return Call((offset, buffers), static (self, s) => self.WriteVectorsNow(s.offset, s.buffers.Span), cancellationToken, KindOfWrite);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckAccess(FileAccess.Read);
        if (buffer.IsEmpty)
        {
            return new ValueTask<int>(0);
        }

        return _canSeek ? ReadHereAsync(buffer, cancellationToken) : ReadStreamAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        CheckAccess(FileAccess.Read);
        if (!_canSeek)
        {
            return ReadStreamAsync(buffers, cancellationToken);
        }

        return Call(
            buffers,
            static (self, buffers) =>
            {
                self.Claim(ref self._isReading, "read");
                try
                {
                    return self.ReadVectorsNow(OwnPosition, buffers.Span);
                }
                finally
                {
                    Volatile.Write(ref self._isReading, 0);
                }
            },
            cancellationToken,
            KindOfRead);
    }

    /// <inheritdoc/>
    public ValueTask<int> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckAccess(FileAccess.Write);
        if (buffer.IsEmpty)
        {
            return new ValueTask<int>(0);
        }

        if (!_canSeek)
        {
            return WriteStreamAsync(buffer, cancellationToken);
        }

        return Call(
            buffer,
            static (self, buffer) =>
            {
                self.Claim(ref self._isWriting, "write");
                try
                {
                    return self.WriteNow(OwnPosition, buffer.Span);
                }
                finally
                {
                    Volatile.Write(ref self._isWriting, 0);
                }
            },
            cancellationToken,
            KindOfWrite);
    }

    /// <inheritdoc/>
    public ValueTask<long> WriteAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        CheckAccess(FileAccess.Write);
        if (!_canSeek)
        {
            return WriteStreamAsync(buffers, cancellationToken);
        }

        return Call(
            buffers,
            static (self, buffers) =>
            {
                self.Claim(ref self._isWriting, "write");
                try
                {
                    return self.WriteVectorsNow(OwnPosition, buffers.Span);
                }
                finally
                {
                    Volatile.Write(ref self._isWriting, 0);
                }
            },
            cancellationToken,
            KindOfWrite);
    }

    /// <inheritdoc/>
    public ValueTask<long> SeekAsync(long offset, SeekOrigin origin, CancellationToken cancellationToken)
    {
        if (origin is < SeekOrigin.Begin or > SeekOrigin.End)
        {
            throw new ArgumentOutOfRangeException(nameof(origin), origin, "Allowed is Begin, Current or End.");
        }

        CheckSeekable();
        if (origin == SeekOrigin.End || cancellationToken.IsCancellationRequested || JoinHandle.IsCurrentCancelled(out _) || !Slice.TryConsume())
        {
            return Call((offset, origin), static (self, s) => self.Seek(s.offset, s.origin), cancellationToken);
        }

        // Otherwise lseek(2) moves a number and asks no disk.
        try
        {
            Enter();
            try
            {
                return new ValueTask<long>(Seek(offset, origin));
            }
            finally
            {
                Exit();
            }
        }
        catch (Exception e)
        {
            return ValueTask.FromException<long>(e);
        }
    }

    /// <summary>Past the cache a read takes as long as the disk: many at a time want many threads.</summary>
    private BlockingKind KindOfRead => GoesPastCache || _mayLast ? BlockingKind.Long : BlockingKind.Short;

    private BlockingKind KindOfWrite => GoesPastCache || IsDurable || _mayLast ? BlockingKind.Long : BlockingKind.Short;

    private ValueTask<int> ReadFileAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_mustWait && !GoesPastCache && !cancellationToken.IsCancellationRequested && !JoinHandle.IsCurrentCancelled(out _) && Slice.TryConsume())
        {
            Span<byte> span = buffer.Span;
            Enter();
            nint count = ReadWithoutWaiting(offset, span);
            Exit();
            if (count >= 0)
            {
                return new ValueTask<int>((int)count);
            }

            if (count is -LinuxErrors.NotSupported or -LinuxErrors.NotImplemented or -LinuxErrors.IllegalSeek or -LinuxErrors.NoDevice)
            {
                _mustWait = true; // a file system, a kernel or a sort of file without the flag, or without offsets
            }
        }

        if (_mustWait && !_mayLast && !GoesPastCache && _transfer == LinuxTransfer.NonBlocking)
        {
            return ReadOddAsync(offset, buffer, cancellationToken);
        }

        return GoesPastCache && !_isRefusedByRing && FileRing.For(Ambient.ForLeaf) is { } ring
            && FileRingRead.TryStart(ring, this, offset, buffer, cancellationToken, out ValueTask<int> read)
            ? read
            : Call((offset, buffer), static (self, s) => self.ReadNow(s.offset, s.buffer.Span), cancellationToken, KindOfRead);
    }

    private ValueTask<int> ReadHereAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_mustWait && !GoesPastCache && !cancellationToken.IsCancellationRequested && !JoinHandle.IsCurrentCancelled(out _) && Slice.TryConsume())
        {
            Enter();
            try
            {
                Span<byte> span = buffer.Span; // first: a memory of somebody's own may refuse
                Claim(ref _isReading, "read");
                nint count = ReadWithoutWaiting(OwnPosition, span);
                Volatile.Write(ref _isReading, 0);
                if (count >= 0)
                {
                    return new ValueTask<int>((int)count);
                }

                if (count is -LinuxErrors.NotSupported or -LinuxErrors.NotImplemented)
                {
                    _mustWait = true;
                }
            }
            finally
            {
                Exit();
            }
        }

        return Call(
            buffer,
            static (self, buffer) =>
            {
                self.Claim(ref self._isReading, "read");
                try
                {
                    return self.ReadNow(OwnPosition, buffer.Span);
                }
                finally
                {
                    Volatile.Write(ref self._isReading, 0);
                }
            },
            cancellationToken,
            KindOfRead);
    }

    private nint ReadWithoutWaiting(long offset, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var vector = new LinuxVector { Start = start, Length = (nuint)buffer.Length };
            return LinuxCalls.ReadVector(_descriptor, &vector, 1, offset, LinuxFlags.NoWait);
        }
    }

    /// <summary>What a ring is asked, for a read at an offset. The call has begun, and the buffer stays where it is.</summary>
    internal RingRequest ReadRequest(long offset, byte* buffer, int length, ulong data) => new()
    {
        Operation = RingRequest.Read,
        Descriptor = _descriptor,
        Offset = (ulong)offset,
        Address = (ulong)buffer,
        Length = (uint)length,
        Data = data,
    };

    /// <summary>A ring cannot read this file without waiting, and will not wait: from now on it is not asked.</summary>
    internal void RefuseRing() => _isRefusedByRing = true;

    /// <param name="offset">Where.</param>
    /// <param name="buffer">What is filled.</param>
    /// <param name="mayWait">Whether the call may be made again and wait, if it would have to; otherwise it returns <see cref="WouldWait"/>.</param>
    internal int ReadNow(long offset, Span<byte> buffer, bool mayWait = true)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint count = offset == OwnPosition
                    ? LinuxCalls.Read(_descriptor, start, (nuint)buffer.Length)
                    : LinuxCalls.ReadAt(_descriptor, start, (nuint)buffer.Length, offset);
                if (count >= 0)
                {
                    return (int)count;
                }

                if (!MayRepeat((int)count, ref offset))
                {
                    throw LinuxErrors.Of((int)count, "read", Path);
                }

                if (count == -LinuxErrors.Again && !mayWait)
                {
                    return WouldWait;
                }
            }
        }
    }

    private int WriteNow(long offset, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint count = offset == OwnPosition
                    ? LinuxCalls.Write(_descriptor, start, (nuint)buffer.Length)
                    : LinuxCalls.WriteAt(_descriptor, start, (nuint)buffer.Length, offset);
                if (count >= 0)
                {
                    return (int)count;
                }

                if (!MayRepeat((int)count, ref offset))
                {
                    throw LinuxErrors.Of((int)count, "write", Path);
                }
            }
        }
    }

    /// <summary>Whether a call that failed is to be made again. Some files that are made by the kernel, or by a program behind FUSE, look like regular ones and have no
    /// offsets: they are read and written where they stand, as the base class library does. Others have nothing to read yet: then the call waits.</summary>
    private bool MayRepeat(int error, ref long offset)
    {
        switch (-error)
        {
            case LinuxErrors.Interrupted:
                return true;
            case LinuxErrors.IllegalSeek or LinuxErrors.NoDevice when offset != OwnPosition && _kind == FileKind.RegularFile:
                _mustWait = true; // asking what is there, at an offset, brings nothing
                offset = OwnPosition;
                return true;
            case LinuxErrors.Again when !_mayLast && _kind == FileKind.RegularFile && _transfer == LinuxTransfer.NonBlocking:
                _mayLast = true; // from now on
                LinuxCalls.MakeBlocking(_descriptor);
                return true;
            default:
                return false;
        }
    }

    private long Seek(long offset, SeekOrigin origin)
    {
        long position = LinuxCalls.Seek(_descriptor, offset, (int)origin);
        return position >= 0 ? position : throw LinuxErrors.Of((int)position, "seek in", Path);
    }

    private void CheckPositional(long offset, FileAccess access, string parameter = "offset")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset, parameter);
        CheckAccess(access);
        if (!_canSeek)
        {
            CheckSeekable();
        }
    }

    private void CheckSeekable()
    {
        ThrowIfClosed();
        if (!_canSeek)
        {
            throw new NotSupportedException($"'{Path}' has no offsets: it is a pipe, a terminal or the like.");
        }
    }

    private void CheckAccess(FileAccess access)
    {
        ThrowIfClosed();
        if ((Access & access) == 0)
        {
            throw new NotSupportedException($"'{Path}' was not opened for {(access == FileAccess.Read ? "reading" : "writing")}.");
        }
    }

    private void Claim(ref int busy, string what)
    {
        if (Interlocked.Exchange(ref busy, 1) != 0)
        {
            throw new InvalidOperationException($"Another {what} at the position of '{Path}' is under way: await it first, or give an offset.");
        }
    }
}
