namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

/// <summary>A connection that carries bytes in both directions: TCP or Unix.</summary>
/// <remarks>
/// <para>One receiving call (receive or peek) and one sending call may be under way at a time; a second one of its direction
/// throws
/// <see cref="InvalidOperationException"/>. A buffer belongs to the driver from the call until the returned task ends, cancelled
/// or not.</para>
/// <para>Failures and cancellation follow the rules of <see cref="INetwork"/>. No signal is ever raised by a broken
/// connection.</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IStreamSocket : ISocketHandle
{
    /// <summary>The address of the other side; still told after closing, for messages.</summary>
    EndPoint RemoteEndPoint { get; }

    /// <summary>Waits for bytes and takes what there is.</summary>
    /// <param name="buffer">Where the bytes go. If it is empty, the call ends when there is something to receive, without taking
    /// it: an idle connection then holds no buffer.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were received; 0 when the other side has shut down its sending.</returns>
    /// <exception cref="InvalidOperationException">Another receiving call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The connection was reset, timed out, or the system refused, see recv(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte is lost; if some were taken, the call succeeds with the count.</remarks>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Waits for bytes and takes what there is, into several buffers, one after the other.</summary>
    /// <param name="buffers">The buffers; any number, at least one of them not empty.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were received in all; 0 when the other side has shut down its sending.</returns>
    /// <exception cref="InvalidOperationException">Another receiving call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The connection was reset, timed out, or the system refused, see recvmsg(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte is lost; if some were taken, the call succeeds with the count.</remarks>
    ValueTask<long> ReceiveAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken);

    /// <summary>Waits for bytes and copies what there is, leaving it to be received.</summary>
    /// <param name="buffer">Where the bytes go; not empty.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were copied; 0 when the other side has shut down its sending.</returns>
    /// <exception cref="InvalidOperationException">Another receiving call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The connection was reset, timed out, or the system refused, see MSG_PEEK in
    /// recv(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was taken.</remarks>
    ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Hands bytes to the system, and waits until there is room for some.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were taken: at least one if there were any, perhaps fewer than given. Taken does not mean
    /// received.</returns>
    /// <exception cref="InvalidOperationException">Another sending call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The connection was reset, sending was shut down, or the system refused, see
    /// send(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent; if something was, the call succeeds with the count.</remarks>
    ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Hands several buffers to the system, one after the other, and waits until there is room for some.</summary>
    /// <param name="buffers">The buffers; any number.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were taken in all, perhaps fewer than given.</returns>
    /// <exception cref="InvalidOperationException">Another sending call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The connection was reset, sending was shut down, or the system refused, see
    /// sendmsg(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent; if something was, the call succeeds with the count.</remarks>
    ValueTask<long> SendAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken);

    /// <summary>Ends one direction or both, without waiting: the other side reads to the end, and this one can go on in the
    /// direction that is left.</summary>
    /// <param name="how">What ends.</param>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">It is not connected any more, see shutdown(2).</exception>
    void Shutdown(SocketShutdown how);

    /// <summary>Closes at once, without waiting, and drops what was not sent: TCP tells the other side with a reset. Never
    /// throws.</summary>
    void Abort();
}
