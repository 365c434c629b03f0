namespace AsyncStd.Runtimes.Drivers;

/// <summary>Reading and writing.</summary>
internal sealed partial class PortableFileHandle
{
    /// <inheritdoc/>
    public ValueTask<int> ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckPositional(offset, FileAccess.Read);
        return Call("read", (offset, buffer), static (self, s) => RandomAccess.Read(self._file.Handle, s.buffer.Span, s.offset), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadAtAsync(long offset, ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        CheckPositional(offset, FileAccess.Read);
        return Call("read", (offset, buffers), static (self, s) => self.ReadAll(s.offset, s.buffers.Span), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> WriteAtAsync(long offset, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckPositional(offset, FileAccess.Write);
        return Call("write", (offset, buffer), static (self, s) => self.Write(s.offset, s.buffer.Span), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> WriteAtAsync(long offset, ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        CheckPositional(offset, FileAccess.Write);
        return Call("write", (offset, buffers), static (self, s) => self.WriteAll(s.offset, s.buffers.Span), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckAccess(FileAccess.Read);
        if (_streamReads is not null)
        {
            return buffer.IsEmpty ? new ValueTask<int>(0) : _streamReads.ReadAsync(buffer, cancellationToken);
        }

        return Call(
            "read",
            buffer,
            static (self, buffer) =>
            {
                self.Claim(ref self._isReading, "read");
                try
                {
                    int count = RandomAccess.Read(self._file.Handle, buffer.Span, Volatile.Read(ref self._position));
                    self._position += count;
                    return count;
                }
                finally
                {
                    Volatile.Write(ref self._isReading, 0);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        CheckAccess(FileAccess.Read);
        if (_streamReads is not null)
        {
            return Widen(ReadAsync(FirstOf(buffers.Span), cancellationToken));
        }

        return Call(
            "read",
            buffers,
            static (self, buffers) =>
            {
                self.Claim(ref self._isReading, "read");
                try
                {
                    long count = self.ReadAll(Volatile.Read(ref self._position), buffers.Span);
                    self._position += count;
                    return count;
                }
                finally
                {
                    Volatile.Write(ref self._isReading, 0);
                }
            },
            cancellationToken);

        static Memory<byte> FirstOf(ReadOnlySpan<Memory<byte>> buffers)
        {
            foreach (Memory<byte> buffer in buffers)
            {
                if (!buffer.IsEmpty)
                {
                    return buffer;
                }
            }

            return default;
        }

        static async ValueTask<long> Widen(ValueTask<int> count) => await count.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<int> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        CheckAccess(FileAccess.Write);
        return Call(
            "write",
            buffer,
            static (self, buffer) => self.WriteHere(buffer, static (self, at, buffer) => self.Write(at, buffer.Span)),
            cancellationToken,
            KindOfStream);
    }

    /// <inheritdoc/>
    public ValueTask<long> WriteAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        CheckAccess(FileAccess.Write);
        return Call(
            "write",
            buffers,
            static (self, buffers) => self.WriteHere(buffers, static (self, at, buffers) => self.WriteAll(at, buffers.Span)),
            cancellationToken,
            KindOfStream);
    }

    /// <inheritdoc/>
    public ValueTask<long> SeekAsync(long offset, SeekOrigin origin, CancellationToken cancellationToken)
    {
        if (origin is < SeekOrigin.Begin or > SeekOrigin.End)
        {
            throw new ArgumentOutOfRangeException(nameof(origin), origin, "Allowed is Begin, Current or End.");
        }

        CheckSeekable();
        return Call(
            "seek in",
            (offset, origin),
            static (self, s) =>
            {
                long start = s.origin switch
                {
                    SeekOrigin.Begin => 0,
                    SeekOrigin.Current => Volatile.Read(ref self._position),
                    _ => RandomAccess.GetLength(self._file.Handle),
                };
                long position = unchecked(start + s.offset);
                if (position < 0)
                {
                    throw new IOException($"The position would be {(Int128)start + s.offset}, which no file has.");
                }

                Volatile.Write(ref self._position, position);
                return position;
            },
            cancellationToken);
    }

    /// <summary>A write into a pipe waits for its reader, without bound, and has the caller's buffer.</summary>
    private BlockingKind KindOfStream => _canSeek ? BlockingKind.Short : BlockingKind.Long;

    private T WriteHere<TBuffer, T>(TBuffer buffer, Func<PortableFileHandle, long, TBuffer, T> write)
        where T : System.Numerics.INumber<T>
    {
        Claim(ref _isWriting, "write");
        try
        {
            T count = write(this, Volatile.Read(ref _position), buffer);
            _position = !_canSeek ? 0 : _appends ? RandomAccess.GetLength(_file.Handle) : _position + long.CreateChecked(count);
            return count;
        }
        finally
        {
            Volatile.Write(ref _isWriting, 0);
        }
    }

    private long ReadAll(long offset, ReadOnlySpan<Memory<byte>> buffers)
    {
        long total = 0;
        foreach (Memory<byte> buffer in buffers)
        {
            int count = RandomAccess.Read(_file.Handle, buffer.Span, offset + total);
            total += count;
            if (count < buffer.Length)
            {
                break;
            }
        }

        return total;
    }

    private int Write(long offset, ReadOnlySpan<byte> buffer)
    {
        if (!_canSeek)
        {
            _file.Stream(Access).Write(buffer);
            return buffer.Length;
        }

        if (!_appends)
        {
            RandomAccess.Write(_file.Handle, buffer, offset);
            return buffer.Length;
        }

        lock (_file.Appending)
        {
            RandomAccess.Write(_file.Handle, buffer, RandomAccess.GetLength(_file.Handle));
            return buffer.Length;
        }
    }

    private long WriteAll(long offset, ReadOnlySpan<ReadOnlyMemory<byte>> buffers)
    {
        long total = 0;
        foreach (ReadOnlyMemory<byte> buffer in buffers)
        {
            try
            {
                total += Write(offset + total, buffer.Span);
            }
            catch (IOException) when (total > 0)
            {
                break; // what was written counts; writing the rest tells why
            }
        }

        return total;
    }

    private void CheckPositional(long offset, FileAccess access)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        CheckAccess(access);
        CheckSeekable();
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
