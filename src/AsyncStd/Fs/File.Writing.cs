namespace AsyncStd.Fs;

using System.Buffers;
using System.Runtime.CompilerServices;
using AsyncStd.Io;
using AsyncStd.Runtimes.Drivers;
using Task = System.Threading.Tasks.Task;

// Writing.
public sealed partial class File
{
    /// <summary>Writes all bytes at the cursor, at the end of a file opened for appending, or into a pipe, and moves the cursor by what was written.</summary>
    /// <param name="buffer">The bytes; the file's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the system has all bytes.</returns>
    /// <exception cref="InvalidOperationException">Another call uses the cursor.</exception>
    /// <exception cref="NotSupportedException">The file was not opened for writing.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The disk is full, the pipe has no reader, or the write failed, see pwrite(2). What was written before stays written, and the
    /// cursor is behind it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the cursor is behind what was written, which may be a part.</remarks>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_canSeek)
        {
            return WriteToPipe(buffer, cancellationToken);
        }

        TakeCursor();
        try
        {
            if (_position >= 0 || _append)
            {
                ValueTask<int> pending = _handle.WriteAtAsync(_append ? 0 : _position, buffer, cancellationToken);
                if (!pending.IsCompletedSuccessfully)
                {
                    return EndWrite(pending, buffer, cancellationToken);
                }

                int count = pending.Result;
                if (count != buffer.Length)
                {
                    return EndWrite(new ValueTask<int>(count), buffer, cancellationToken);
                }

                Advance(count);
                ReleaseCursor();
                return default;
            }
        }
        catch
        {
            ReleaseCursor();
            throw;
        }

        return FindAndWrite(buffer, cancellationToken);
    }

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="buffer">The bytes.</param>
    /// <param name="offset">Where in the buffer they start.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Writes all bytes at an offset, whatever the cursor says; may overlap with anything. Beyond the end, the gap reads as zeros.</summary>
    /// <param name="buffer">The bytes; the file's until the task ends.</param>
    /// <param name="offset">Where to start, in bytes from the start of the file. Means nothing for a file opened for appending.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the system has all bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The file has no offsets, or was not opened for writing.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The disk is full, or the write failed, see pwrite(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part may have been written, from the start on.</remarks>
    public ValueTask WriteAtAsync(ReadOnlyMemory<byte> buffer, long offset, CancellationToken cancellationToken = default)
    {
        ValueTask<int> pending = _handle.WriteAtAsync(offset, buffer, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return Await(pending, buffer, offset, cancellationToken);
        }

        int count = pending.Result;
        return count == buffer.Length ? default : Await(new ValueTask<int>(count), buffer, offset, cancellationToken);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        async ValueTask Await(ValueTask<int> pending, ReadOnlyMemory<byte> buffer, long offset, CancellationToken cancellationToken)
        {
            int written = await pending.ConfigureAwait(false);
            while (written < buffer.Length)
            {
                written += await _handle.WriteAtAsync(offset + written, buffer[written..], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes several buffers at an offset, one after the other, by one call of the system where there is one, see pwritev(2).</summary>
    /// <param name="buffers">The buffers.</param>
    /// <param name="offset">Where to start, in bytes from the start of the file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the system has all bytes.</returns>
    /// <inheritdoc cref="WriteAtAsync(ReadOnlyMemory{byte}, long, CancellationToken)"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAtAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, long offset, CancellationToken cancellationToken = default)
    {
        long length = LengthOf(buffers.Span);
        long written = await _handle.WriteAtAsync(offset, buffers, cancellationToken).ConfigureAwait(false);
        if (written == length)
        {
            return;
        }

        // The system stopped early. What is left goes out of a copy of the list, whose first buffer is cut.
        ReadOnlyMemory<byte>[] rest = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(buffers.Length);
        try
        {
            int count = 0;
            while (written < length)
            {
                count = Rest(buffers.Span, written, rest);
                written += await _handle.WriteAtAsync(offset + written, rest.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(rest, clearArray: true);
        }
    }

    /// <inheritdoc/>
    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
        => TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    /// <inheritdoc/>
    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    /// <summary>A handle that writes all itself may fail after a part: that is written again, to the same place unless the file is appended to.</summary>
    bool ICountedWrites.CountsWrites => _handle is LinuxFileHandle || (_canSeek && !_append);

    /// <summary>Writes once; a call that is broken off before that has moved nothing.</summary>
    ValueTask<int> ICountedWrites.WriteCountedAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_canSeek)
        {
            return _handle.WriteAsync(buffer, cancellationToken);
        }

        TakeCursor();
        return WriteOnce(buffer, cancellationToken);
    }

    private static long LengthOf(ReadOnlySpan<ReadOnlyMemory<byte>> buffers)
    {
        long length = 0;
        foreach (ReadOnlyMemory<byte> buffer in buffers)
        {
            length += buffer.Length;
        }

        return length;
    }

    private static int Rest(ReadOnlySpan<ReadOnlyMemory<byte>> buffers, long written, ReadOnlyMemory<byte>[] rest)
    {
        int count = 0;
        foreach (ReadOnlyMemory<byte> buffer in buffers)
        {
            int skip = (int)Math.Min(written, buffer.Length);
            written -= skip;
            if (skip < buffer.Length)
            {
                rest[count++] = buffer[skip..];
            }
        }

        return count;
    }

    private void Advance(int count) => _position = _append ? AtTheEnd : _position + count;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndWrite(ValueTask<int> pending, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int count = await pending.ConfigureAwait(false);
            Advance(count);
            for (int written = count; written < buffer.Length; written += count)
            {
                count = await _handle.WriteAtAsync(_append ? 0 : _position, buffer[written..], cancellationToken).ConfigureAwait(false);
                Advance(count);
            }
        }
        finally
        {
            ReleaseCursor();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FindAndWrite(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            _position = await FindPositionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            ReleaseCursor();
            throw;
        }

        await EndWrite(new ValueTask<int>(0), buffer, cancellationToken).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WriteOnce(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (!_append)
            {
                _position = await FindPositionAsync(cancellationToken).ConfigureAwait(false);
            }

            int count = await _handle.WriteAtAsync(_append ? 0 : _position, buffer, cancellationToken).ConfigureAwait(false);
            Advance(count);
            return count;
        }
        finally
        {
            ReleaseCursor();
        }
    }

    private ValueTask WriteToPipe(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        ValueTask<int> pending = _handle.WriteAsync(buffer, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return Await(pending, buffer, cancellationToken);
        }

        int count = pending.Result;
        return count == buffer.Length ? default : Await(new ValueTask<int>(count), buffer, cancellationToken);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        async ValueTask Await(ValueTask<int> pending, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        {
            int written = await pending.ConfigureAwait(false);
            while (written < buffer.Length)
            {
                written += await _handle.WriteAsync(buffer[written..], cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
