namespace AsyncStd.Fs;

using System.Runtime.CompilerServices;
using Task = System.Threading.Tasks.Task;

// Reading.
public sealed partial class File
{
    /// <summary>Reads at the cursor, or takes what a pipe delivers, and moves the cursor by what was read.</summary>
    /// <param name="buffer">Where the bytes go; the file's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were read; 0 at the end. Fewer than fit does not mean the end.</returns>
    /// <exception cref="InvalidOperationException">Another call uses the cursor.</exception>
    /// <exception cref="NotSupportedException">The file was not opened for reading.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The read failed, see pread(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte is lost: the cursor has not moved, and what a pipe delivers goes to the next read. The buffer may have been written to.</remarks>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_canSeek)
        {
            return _handle.ReadAsync(buffer, cancellationToken);
        }

        TakeCursor();
        try
        {
            if (_position >= 0)
            {
                ValueTask<int> pending = _handle.ReadAtAsync(_position, buffer, cancellationToken);
                if (!pending.IsCompletedSuccessfully)
                {
                    return EndRead(pending);
                }

                int count = pending.Result;
                _position += count;
                ReleaseCursor();
                return new ValueTask<int>(count);
            }
        }
        catch
        {
            ReleaseCursor();
            throw;
        }

        return FindAndRead(buffer, cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)"/>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">Where in the buffer they start.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Reads at an offset, whatever the cursor says; may overlap with anything.</summary>
    /// <param name="buffer">Where the bytes go; the file's until the task ends.</param>
    /// <param name="offset">Where to start, in bytes from the start of the file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were read; 0 at or past the end. Fewer than fit does not mean the end.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The file has no offsets, or was not opened for reading.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    /// <exception cref="IOException">The read failed, see pread(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the buffer may have been written to.</remarks>
    public ValueTask<int> ReadAtAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken = default)
        => _handle.ReadAtAsync(offset, buffer, cancellationToken);

    /// <summary>Reads at an offset into several buffers, one after the other, by one call of the system where there is one, see preadv(2).</summary>
    /// <param name="buffers">The buffers.</param>
    /// <param name="offset">Where to start, in bytes from the start of the file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were read in all; 0 at or past the end.</returns>
    /// <inheritdoc cref="ReadAtAsync(Memory{byte}, long, CancellationToken)"/>
    public ValueTask<long> ReadAtAsync(ReadOnlyMemory<Memory<byte>> buffers, long offset, CancellationToken cancellationToken = default)
        => _handle.ReadAtAsync(offset, buffers, cancellationToken);

    /// <summary>Reads at an offset until the buffer is full.</summary>
    /// <param name="buffer">Where the bytes go; the file's until the task ends.</param>
    /// <param name="offset">Where to start, in bytes from the start of the file.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the buffer is full.</returns>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    /// <inheritdoc cref="ReadAtAsync(Memory{byte}, long, CancellationToken)"/>
    public ValueTask ReadExactlyAtAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken = default)
    {
        ValueTask<int> pending = _handle.ReadAtAsync(offset, buffer, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return Await(pending, buffer, offset, cancellationToken);
        }

        int count = pending.Result;
        return count == buffer.Length ? default : Await(new ValueTask<int>(count), buffer, offset, cancellationToken);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        async ValueTask Await(ValueTask<int> pending, Memory<byte> buffer, long offset, CancellationToken cancellationToken)
        {
            int filled = await pending.ConfigureAwait(false);
            int count = filled;
            while (filled < buffer.Length)
            {
                if (count == 0)
                {
                    throw new EndOfStreamException(
                        $"Reading {buffer.Length} bytes at {offset} of '{Name}' failed: the file ends after {filled} of them.");
                }

                count = await _handle.ReadAtAsync(offset + filled, buffer[filled..], cancellationToken).ConfigureAwait(false);
                filled += count;
            }
        }
    }

    /// <inheritdoc cref="Io.AsyncStream.CopyToAsync(System.IO.Stream, int, CancellationToken)"/>
    public override Task CopyToAsync(System.IO.Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        return Io.Io.CopyToAsync(this, destination, bufferSize, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
        => TaskToAsyncResult.Begin(ReadAsync(buffer, offset, count, CancellationToken.None), callback, state);

    /// <inheritdoc/>
    public override int EndRead(IAsyncResult asyncResult) => TaskToAsyncResult.End<int>(asyncResult);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> EndRead(ValueTask<int> pending)
    {
        try
        {
            int count = await pending.ConfigureAwait(false);
            _position += count;
            return count;
        }
        finally
        {
            ReleaseCursor();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FindAndRead(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            _position = await FindPositionAsync(cancellationToken).ConfigureAwait(false);
            int count = await _handle.ReadAtAsync(_position, buffer, cancellationToken).ConfigureAwait(false);
            _position += count;
            return count;
        }
        finally
        {
            ReleaseCursor();
        }
    }
}
