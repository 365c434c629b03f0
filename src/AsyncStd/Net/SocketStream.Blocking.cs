namespace AsyncStd.Net;

using System.Buffers;
using AsyncStd.Runtimes;

// The synchronous members that every stream has.
public abstract partial class SocketStream
{
    /// <summary>Reads what there is, blocking the calling thread if that is nothing.</summary>
    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)" path="/exception"/>
    /// <exception cref="InvalidOperationException">Called within a task: await <c>ReadAsync</c> there.</exception>
    /// <param name="buffer">Where the bytes go.</param>
    /// <returns>How many bytes were read; 0 when the other side has shut down its sending.</returns>
    public override int Read(Span<byte> buffer)
    {
        EnsureMayBlock();
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length, 1));
        int count = Runtime.BlockOn(ReadAsync(rented.AsMemory(0, buffer.Length)));
        rented.AsSpan(0, count).CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(rented); // not after a failure: the thread may have been interrupted, and the read go on
        return count;
    }

    /// <inheritdoc cref="Read(Span{byte})"/>
    /// <param name="buffer">The array that the bytes go into.</param>
    /// <param name="offset">Where in it they begin.</param>
    /// <param name="count">How many may be read at most.</param>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        EnsureMayBlock();
        return Runtime.BlockOn(ReadAsync(buffer.AsMemory(offset, count)));
    }

    /// <summary>Writes all bytes, blocking the calling thread meanwhile.</summary>
    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    /// <exception cref="InvalidOperationException">Called within a task: await <c>WriteAsync</c> there.</exception>
    /// <param name="buffer">The bytes.</param>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        EnsureMayBlock();
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length, 1));
        buffer.CopyTo(rented);
        Runtime.BlockOn(WriteAsync(rented.AsMemory(0, buffer.Length)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    /// <param name="buffer">The array with the bytes.</param>
    /// <param name="offset">Where in it they begin.</param>
    /// <param name="count">How many there are.</param>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        EnsureMayBlock();
        Runtime.BlockOn(WriteAsync(buffer.AsMemory(offset, count)));
    }

    /// <inheritdoc/>
    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
        => TaskToAsyncResult.Begin(ReadAsync(buffer, offset, count, CancellationToken.None), callback, state);

    /// <inheritdoc/>
    public override int EndRead(IAsyncResult asyncResult) => TaskToAsyncResult.End<int>(asyncResult);

    /// <inheritdoc/>
    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
        => TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    /// <inheritdoc/>
    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    /// <summary>Not supported.</summary>
    /// <param name="offset">Not looked at.</param>
    /// <param name="origin">Not looked at.</param>
    /// <returns>Nothing.</returns>
    public override long Seek(long offset, SeekOrigin origin) => throw NotSeekable();

    /// <summary>Not supported.</summary>
    /// <param name="value">Not looked at.</param>
    public override void SetLength(long value) => throw NotSeekable();

    /// <summary>Looked at before anything begins: what has begun would go on, and nobody would get its result.</summary>
    private static void EnsureMayBlock()
    {
        if (Slice.IsRunning)
        {
            throw new InvalidOperationException("A synchronous read or write of a connection would block the thread of a task; await ReadAsync or WriteAsync instead.");
        }
    }
}
