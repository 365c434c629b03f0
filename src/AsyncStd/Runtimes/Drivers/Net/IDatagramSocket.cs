namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

/// <summary>A socket that carries messages, each whole or not at all: UDP or Unix.</summary>
/// <remarks>
/// <para>Any number of calls may be under way at a time; which of several receives gets a message is not said. Buffers and
/// address
/// objects belong to the driver from the call until the returned task ends, cancelled or not. Messages of no bytes are
/// messages.</para>
/// <para>A <see cref="SocketAddress"/> spares the allocation of an <see cref="EndPoint"/> per message: make one with
/// <see cref="EndPoint.Serialize"/> and use it again and again.</para>
/// <para>Failures and cancellation follow the rules of <see cref="INetwork"/>. An error that an earlier message came back with
/// may be
/// reported by a later call, see udp(7).</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IDatagramSocket : ISocketHandle
{
    /// <summary>The address it is connected to; null if it is not.</summary>
    EndPoint? RemoteEndPoint { get; }

    /// <summary>Sets where <see cref="SendAsync"/> sends, and limits what is received to messages from there.</summary>
    /// <param name="remote">The address; null to undo it.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the address is set.</returns>
    /// <exception cref="NotSupportedException">The driver cannot undo a connection.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">There is no route, or the system refused, see connect(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the address is what it was.</remarks>
    ValueTask ConnectAsync(EndPoint? remote, CancellationToken cancellationToken);

    /// <summary>Sends one message to the connected address.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the system has taken the message.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">It is not connected, the message is too long, or the system refused, see
    /// send(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent.</remarks>
    ValueTask SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>Sends one message to an address.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="remote">The address.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the system has taken the message.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">There is no route, the message is too long, broadcast is not allowed, or the system refused,
    /// see sendto(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent.</remarks>
    ValueTask SendToAsync(ReadOnlyMemory<byte> payload, EndPoint remote, CancellationToken cancellationToken);

    /// <summary>Sends one message to an address, without allocating.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="remote">The address; the driver's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when the system has taken the message.</returns>
    /// <exception cref="ArgumentException"><paramref name="remote"/> is of another family than the socket.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">There is no route, the message is too long, broadcast is not allowed, or the system refused,
    /// see sendto(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent.</remarks>
    ValueTask SendToAsync(ReadOnlyMemory<byte> payload, SocketAddress remote, CancellationToken cancellationToken);

    /// <summary>Waits for a message without telling whom it is from.</summary>
    /// <param name="buffer">Where it goes; what does not fit is dropped, and the result says so.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The length, and whether it was cut off; no sender.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The system refused, see recvmsg(2). A message cut off is no failure.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no message is lost; if one was taken, the call succeeds with it.</remarks>
    ValueTask<DatagramReceipt> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Waits for a message.</summary>
    /// <param name="buffer">Where it goes; what does not fit is dropped, and the result says so.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The length, the sender, and whether the message was cut off.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The system refused, see recvmsg(2). A message cut off is no failure.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no message is lost; if one was taken, the call succeeds with it.</remarks>
    ValueTask<DatagramReceipt> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Waits for a message, and writes the sender's address into an object that can be used again.</summary>
    /// <param name="buffer">Where the message goes; what does not fit is dropped, and the result says so.</param>
    /// <param name="sender">Where the sender goes; the driver's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The length, and whether the message was cut off; the sender is in <paramref name="sender"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="sender"/> is of another family than the socket, or too small for
    /// it.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The system refused, see recvmsg(2). A message cut off is no failure.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no message is lost; if one was taken, the call succeeds with it.</remarks>
    ValueTask<DatagramReceipt> ReceiveFromAsync(Memory<byte> buffer, SocketAddress sender, CancellationToken cancellationToken);

    /// <summary>Waits for a message and copies it, leaving it to be received.</summary>
    /// <param name="buffer">Where it goes, as far as it fits.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The length, the sender, and whether the copy was cut off.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The system refused, see MSG_PEEK in recv(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was taken.</remarks>
    ValueTask<DatagramReceipt> PeekFromAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends several messages, in one call of the system where there is
    /// <see cref="NetworkCapabilities.DatagramBatches"/>.</summary>
    /// <param name="messages">The messages and where they go; the driver's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many were sent, from the start: at least one if there were any. A failure of a later one is reported when it
    /// comes first.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The first message could not be sent, see sendmmsg(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent; if something was, the call succeeds with the count.</remarks>
    ValueTask<int> SendBatchAsync(ReadOnlyMemory<OutgoingDatagram> messages, CancellationToken cancellationToken);

    /// <summary>Waits for one message, and takes along what else has arrived.</summary>
    /// <param name="slots">Where the messages go, from the start; not empty, and the driver's until the task ends.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many slots were filled: at least one.</returns>
    /// <exception cref="ArgumentException"><paramref name="slots"/> is empty.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The system refused, see recvmmsg(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no message is lost; if some were taken, the call succeeds with the count.</remarks>
    ValueTask<int> ReceiveBatchAsync(Memory<DatagramSlot> slots, CancellationToken cancellationToken);

    /// <summary>Joins a multicast group, without waiting.</summary>
    /// <param name="group">The group and the interface.</param>
    /// <exception cref="ArgumentException">The address is no group, or of another family than the socket.</exception>
    /// <exception cref="NotSupportedException">A Unix socket, or the driver lacks
    /// <see cref="NetworkCapabilities.SourceMulticast"/> and a source is given.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">There is no such interface, the group is joined already, or the system refused, see
    /// ip(7).</exception>
    void JoinMulticast(MulticastMembership group);

    /// <summary>Leaves a multicast group, without waiting.</summary>
    /// <param name="group">What was joined.</param>
    /// <exception cref="ArgumentException">The address is no group, or of another family than the socket.</exception>
    /// <exception cref="NotSupportedException">A Unix socket, or the driver lacks
    /// <see cref="NetworkCapabilities.SourceMulticast"/> and a source is given.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">The group was not joined, or the system refused, see ip(7).</exception>
    void LeaveMulticast(MulticastMembership group);

    /// <summary>Ends one direction or both, without waiting. Receives under way end, with 0 bytes.</summary>
    /// <param name="how">What ends.</param>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="IOException">It is not connected, see shutdown(2).</exception>
    void Shutdown(SocketShutdown how);
}
