namespace AsyncStd.Net;

using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Io;
using AsyncStd.Runtimes.Drivers;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>A connection as a stream: what <see cref="TcpStream"/> and Unix streams share.</summary>
/// <remarks>
/// <para>One read and one write may be under way at a time, by different tasks if need be; a second one of the same direction throws
/// <see cref="InvalidOperationException"/>. Nothing is held back, so flushing has nothing to do.</para>
/// <para><em>Cancellation</em>: a token, or the scope of the task. A cancelled read has taken no byte. A cancelled write may have sent a part of its buffer; a
/// protocol cannot go on after that, <see cref="WriteSomeAsync"/> can.</para>
/// <para>Synchronous reads and writes block the calling thread; within a task they throw <see cref="InvalidOperationException"/>.
/// <see cref="IDisposable.Dispose"/> never waits.</para>
/// </remarks>
public abstract partial class SocketStream : Stream, ICompleteWrites, IVectoredStream
{
    private Action? _whenClosed;
    private int _closed;
    private bool _sendingIsOver;

    private protected SocketStream(IStreamSocket socket) => Socket = socket;

    /// <summary>The address of this side, with the port that was taken.</summary>
    public EndPoint LocalEndPoint => Socket.LocalEndPoint;

    /// <summary>The address of the other side.</summary>
    public EndPoint RemoteEndPoint => Socket.RemoteEndPoint;

    /// <inheritdoc/>
    public override bool CanRead => !IsDisposed;

    /// <inheritdoc/>
    public override bool CanWrite => !IsDisposed;

    /// <summary>False: bytes come and go.</summary>
    public override bool CanSeek => false;

    /// <summary>Not supported.</summary>
    public override long Length => throw NotSeekable();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw NotSeekable();
        set => throw NotSeekable();
    }

    /// <summary>The driver's socket.</summary>
    internal IStreamSocket Socket { get; }

    private bool IsDisposed => Volatile.Read(ref _closed) != 0;

    /// <summary>Reads what there is, and waits if that is nothing.</summary>
    /// <param name="buffer">Where the bytes go. If it is empty, the call waits until there is something to read, so that an idle connection needs no buffer.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many bytes were read; 0 when the other side has shut down its sending.</returns>
    /// <exception cref="InvalidOperationException">Another read is under way.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed, perhaps meanwhile.</exception>
    /// <exception cref="IOException">The connection was reset, timed out, or the system refused; the inner exception is a <see cref="SocketException"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte was taken.</remarks>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<int>(refusal) : Socket.ReceiveAsync(buffer, cancellationToken);

    /// <inheritdoc cref="AsyncStream.CopyToAsync(System.IO.Stream, int, CancellationToken)"/>
    public override Task CopyToAsync(System.IO.Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        return Io.CopyToAsync(this, destination, bufferSize, cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)"/>
    /// <param name="buffer">The array that the bytes go into.</param>
    /// <param name="offset">Where in it they begin.</param>
    /// <param name="count">How many may be read at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Reads what there is into several buffers, one after the other, and waits if that is nothing.</summary>
    /// <param name="buffers">The buffers; at least one has room.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many bytes were read in all; 0 when the other side has shut down its sending.</returns>
    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)" path="/exception"/>
    /// <exception cref="ArgumentException">No buffer has room.</exception>
    /// <remarks>See readv(2). <em>Cancellation</em>: no byte was taken.</remarks>
    public ValueTask<long> ReadVectoredAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<long>(refusal) : Socket.ReceiveAsync(buffers, cancellationToken);

    /// <summary>Copies what there is, leaving it to be read, and waits if that is nothing.</summary>
    /// <param name="buffer">Where the bytes go; not empty.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many bytes were copied; 0 when the other side has shut down its sending.</returns>
    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)" path="/exception"/>
    /// <remarks>See MSG_PEEK in recv(2). <em>Cancellation</em>: nothing was taken.</remarks>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<int>(refusal) : Socket.PeekAsync(buffer, cancellationToken);

    /// <summary>Writes all bytes, waiting for room as often as that takes.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when the system has taken all of them.</returns>
    /// <exception cref="InvalidOperationException">Another write is under way.</exception>
    /// <exception cref="ObjectDisposedException">The stream is disposed, perhaps meanwhile.</exception>
    /// <exception cref="IOException">The connection was reset, sending was shut down, or the system refused; the inner exception is a
    /// <see cref="SocketException"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part may have been sent, and is not told.</remarks>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Leaf.Refusal is { } refusal)
        {
            return ValueTask.FromException(refusal);
        }

        ValueTask<int> send = Socket.SendAsync(buffer, cancellationToken);
        if (send.IsCompletedSuccessfully)
        {
            int sent = send.Result;
            return sent == buffer.Length ? ValueTask.CompletedTask : WriteRestAsync(new ValueTask<int>(sent), buffer, cancellationToken);
        }

        return WriteRestAsync(send, buffer, cancellationToken);
    }

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    /// <param name="buffer">The array with the bytes.</param>
    /// <param name="offset">Where in it they begin.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Writes as much as the system takes at once, and waits until that is at least one byte.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many bytes were taken.</returns>
    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    /// <remarks><em>Cancellation</em>: nothing was sent; if something was, the call succeeds with the count.</remarks>
    public ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<int>(refusal) : Socket.SendAsync(buffer, cancellationToken);

    /// <summary>Writes as much of several buffers as the system takes at once, and waits until that is at least one byte.</summary>
    /// <param name="buffers">The buffers.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>How many bytes were taken in all.</returns>
    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    /// <remarks>See writev(2). <em>Cancellation</em>: nothing was sent; if something was, the call succeeds with the count.</remarks>
    public ValueTask<long> WriteVectoredAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<long>(refusal) : Socket.SendAsync(buffers, cancellationToken);

    /// <summary>Does nothing: writes hold nothing back.</summary>
    /// <param name="cancellationToken">Not looked at.</param>
    /// <returns>A completed task.</returns>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does nothing: writes hold nothing back.</summary>
    public override void Flush()
    {
    }

    /// <summary>Ends one direction or both, without waiting; the other one goes on.</summary>
    /// <param name="how">What ends: after <see cref="SocketShutdown.Send"/> the other side reads to the end and can still answer.</param>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    /// <exception cref="IOException">The connection is gone, see shutdown(2).</exception>
    public void Shutdown(SocketShutdown how)
    {
        Socket.Shutdown(how);
        if (how != SocketShutdown.Receive)
        {
            Volatile.Write(ref _sendingIsOver, true);
        }
    }

    /// <summary>Closes at once and drops what was not sent yet; by TCP the other side is told with a reset.</summary>
    public void Abort()
    {
        Socket.Abort();
        OnClosing();
    }

    /// <summary>Closes the connection and waits until that is done, as long as the linger time says. Reads and writes under way end with
    /// <see cref="ObjectDisposedException"/>.</summary>
    /// <param name="cancellationToken">Ends the wait only.</param>
    /// <returns>A task that ends when the connection is closed; at once if it is closed already.</returns>
    /// <exception cref="IOException">The system reported an error; the connection is closed all the same.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while there was something to wait for.</exception>
    /// <remarks><em>Cancellation</em>: by the token only, also if it was cancelled before; the connection is closed all the same. A task that was asked to stop closes and
    /// waits as any other.</remarks>
    public ValueTask CloseAsync(CancellationToken cancellationToken = default)
    {
        ValueTask close = Socket.CloseAsync(cancellationToken);
        OnClosing();
        return close;
    }

    /// <summary>Closes the connection. Reads and writes under way end with <see cref="ObjectDisposedException"/>.</summary>
    /// <returns>A task that ends when the connection is closed.</returns>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync(CancellationToken.None).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Socket.Dispose();
            OnClosing();
        }

        base.Dispose(disposing);
    }

    /// <summary>Calls back once, when this end is closed or given away; at once if it is.</summary>
    internal void WhenClosed(Action callback)
    {
        _whenClosed = callback;
        Interlocked.MemoryBarrier(); // whoever closes sees the callback, or we see that it is closed
        if (IsDisposed)
        {
            Interlocked.Exchange(ref _whenClosed, null)?.Invoke();
        }
    }

    private void OnClosing()
    {
        Interlocked.Exchange(ref _closed, 1);
        Interlocked.Exchange(ref _whenClosed, null)?.Invoke();
    }

    private static NotSupportedException NotSeekable() => new("A connection has neither a length nor a position.");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteRestAsync(ValueTask<int> send, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        int sent = await send.ConfigureAwait(false);
        while (sent < buffer.Length)
        {
            sent += await Socket.SendAsync(buffer[sent..], cancellationToken).ConfigureAwait(false);
        }
    }
}
