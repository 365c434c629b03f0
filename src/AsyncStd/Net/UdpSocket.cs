namespace AsyncStd.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>A UDP socket: messages, each whole or not at all, in no certain order.</summary>
/// <remarks>Any number of calls may be under way at a time, by any tasks; which of several receives gets a message is not said. A message of no bytes is a
/// message. <em>Cancellation</em>: a token, or the scope of the task; no message is lost by it, and none is sent in part.</remarks>
/// <example><code>
/// using System.Net;
/// using AsyncStd.Net;
///
/// static async Task EchoAsync()
/// {
///     using UdpSocket socket = await UdpSocket.BindAsync("127.0.0.1:5353");
///     var buffer = new byte[65536];
///     while (true)
///     {
///         ReceivedDatagram message = await socket.ReceiveFromAsync(buffer);
///         await socket.SendToAsync(buffer.AsMemory(0, message.Length), message.RemoteEndPoint!);
///     }
/// }
/// </code></example>
public sealed partial class UdpSocket : IDisposable, IAsyncDisposable
{
    private readonly IDatagramSocket _socket;

    internal UdpSocket(IDatagramSocket socket) => _socket = socket;

    /// <summary>The address it is bound to, with the port that was taken.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint;

    /// <summary>The address it is connected to; null if it is not.</summary>
    public IPEndPoint? RemoteEndPoint => (IPEndPoint?)_socket.RemoteEndPoint;

    /// <summary>Binds an address.</summary>
    /// <param name="address">The address; port 0 takes a free one. Of several the first that works is used.</param>
    /// <param name="options">How to bind; null for a port of its own.</param>
    /// <param name="cancellationToken">Cancels the look-up of a name.</param>
    /// <returns>The socket; the caller disposes it.</returns>
    /// <exception cref="IOException">The name is unknown; or each address is in use, not of this host, or not allowed: the message names it and says which. See
    /// bind(2).</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime lacks what an option needs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is bound.</remarks>
    public static async ValueTask<UdpSocket> BindAsync(NetAddress address, UdpSocketOptions? options = null, CancellationToken cancellationToken = default)
    {
        UdpBindOptions driverOptions = (options ?? UdpSocketOptions.Default).ToDriver();
        return new UdpSocket(await Names.WithFirstAsync(
            "bind UDP", address, (network, local, token) => network.BindUdpAsync(local, driverOptions, token), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes over a bound socket.</summary>
    /// <param name="socket">The socket, with no call under way; this object's from now on.</param>
    /// <returns>The socket.</returns>
    /// <exception cref="ArgumentException">It is no bound UDP socket.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public static UdpSocket FromSocket(Socket socket) => new(Ambient.ForLeaf.Network.AdoptUdp(socket));

    /// <summary>Gives the socket away; this object is disposed afterwards.</summary>
    /// <returns>The socket, blocking, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">A call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public Socket IntoSocket() => ReleasedSocket.Of(_socket);

    /// <summary>Sets where <see cref="SendAsync"/> sends, and limits what is received to messages from there. Sends nothing itself.</summary>
    /// <param name="address">The address; of several the first with a route is used.</param>
    /// <param name="cancellationToken">Cancels the look-up of a name.</param>
    /// <returns>A task that ends when the address is set.</returns>
    /// <exception cref="IOException">The name is unknown, or there is no route; see connect(2).</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the address is what it was.</remarks>
    public async ValueTask ConnectAsync(NetAddress address, CancellationToken cancellationToken = default)
        => await Names.WithFirstAsync(
            "connect UDP to",
            address,
            async (_, remote, token) =>
            {
                await _socket.ConnectAsync(remote, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Undoes <see cref="ConnectAsync"/>; does nothing to a socket that is not connected.</summary>
    /// <param name="cancellationToken">Cancels before anything was done.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="NotSupportedException">The network of the runtime cannot.</exception>
    /// <exception cref="IOException">The system refused, see AF_UNSPEC in connect(2).</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the socket is connected as it was.</remarks>
    public ValueTask DisconnectAsync(CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException(refusal) : _socket.ConnectAsync(null, cancellationToken);

    /// <summary>Sends one message to the connected address.</summary>
    /// <param name="buffer">The message.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <returns>A task that ends when the system has taken the message.</returns>
    /// <exception cref="IOException">It is not connected, the message is too long (<see cref="SocketError.MessageSize"/>), an earlier one was refused by the other
    /// side, or the system refused, see send(2).</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent.</remarks>
    public ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException(refusal) : _socket.SendAsync(buffer, cancellationToken);

    /// <summary>Sends one message to an address.</summary>
    /// <param name="buffer">The message.</param>
    /// <param name="address">The address; of several the first of the socket's family. A socket of IPv6 sends to IPv4 if nothing else is there and it is for both.</param>
    /// <param name="cancellationToken">Cancels the look-up of a name, and the wait for room.</param>
    /// <returns>A task that ends when the system has taken the message.</returns>
    /// <exception cref="IOException">The name is unknown or has no address of the socket's family, there is no route, the message is too long
    /// (<see cref="SocketError.MessageSize"/>), broadcast is not allowed, or the system refused, see sendto(2).</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent.</remarks>
    public async ValueTask SendToAsync(ReadOnlyMemory<byte> buffer, NetAddress address, CancellationToken cancellationToken = default)
    {
        if (Leaf.Refusal is { } refusal)
        {
            throw refusal;
        }

        IReadOnlyList<IPEndPoint> endPoints = await Names.ResolveAsync(address, cancellationToken).ConfigureAwait(false);
        AddressFamily own = _socket.LocalEndPoint.AddressFamily;
        IPEndPoint remote = endPoints.FirstOrDefault(each => each.AddressFamily == own)
            ?? (own == AddressFamily.InterNetworkV6 ? endPoints[0] : throw OfOtherFamily(address)); // a socket of IPv6 may reach IPv4, too
        await _socket.SendToAsync(buffer, remote, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="SendToAsync(ReadOnlyMemory{byte}, NetAddress, CancellationToken)"/>
    /// <param name="buffer">The message.</param>
    /// <param name="remote">The address.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <exception cref="ArgumentException">The address is of another family than the socket.</exception>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> buffer, IPEndPoint remote, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException(refusal) : _socket.SendToAsync(buffer, remote, cancellationToken);

    /// <summary>Sends one message to an address, without allocating.</summary>
    /// <inheritdoc cref="SendToAsync(ReadOnlyMemory{byte}, NetAddress, CancellationToken)" path="/exception"/>
    /// <param name="buffer">The message.</param>
    /// <param name="remote">The address, see <see cref="EndPoint.Serialize"/>; not to be changed until the task ends.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <returns>A task that ends when the system has taken the message.</returns>
    /// <exception cref="ArgumentException">The address is of another family than the socket.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent.</remarks>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> buffer, SocketAddress remote, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException(refusal) : _socket.SendToAsync(buffer, remote, cancellationToken);

    /// <summary>Waits for a message, without telling whom it is from: of a connected socket that is known.</summary>
    /// <param name="buffer">Where it goes; what does not fit is dropped, and the result says so.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The length, and whether it was cut off.</returns>
    /// <exception cref="IOException">An earlier message was refused by the other side, or the system refused, see recv(2).</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed, perhaps meanwhile.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no message is lost.</remarks>
    public ValueTask<ReceivedDatagram> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<ReceivedDatagram>(refusal) : ReceivedDatagram.From(_socket.ReceiveAsync(buffer, cancellationToken));

    /// <summary>Waits for a message.</summary>
    /// <inheritdoc cref="ReceiveAsync"/>
    /// <returns>The length, the sender, and whether it was cut off.</returns>
    public ValueTask<ReceivedDatagram> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<ReceivedDatagram>(refusal) : ReceivedDatagram.From(_socket.ReceiveFromAsync(buffer, cancellationToken));

    /// <summary>Waits for a message, and writes the sender's address into an object that can be used again: allocates nothing.</summary>
    /// <inheritdoc cref="ReceiveAsync"/>
    /// <param name="buffer">Where it goes; what does not fit is dropped, and the result says so.</param>
    /// <param name="sender">Where the sender goes, of the socket's family; not to be used until the task ends.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<ReceivedDatagram> ReceiveFromAsync(Memory<byte> buffer, SocketAddress sender, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal
            ? ValueTask.FromException<ReceivedDatagram>(refusal)
            : ReceivedDatagram.From(_socket.ReceiveFromAsync(buffer, sender, cancellationToken));

    /// <summary>Waits for a message and copies it, leaving it to be received; of a connected socket the sender is known.</summary>
    /// <inheritdoc cref="PeekFromAsync"/>
    public ValueTask<ReceivedDatagram> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => PeekFromAsync(buffer, cancellationToken);

    /// <summary>Waits for a message and copies it, leaving it to be received.</summary>
    /// <inheritdoc cref="ReceiveAsync" path="/exception"/>
    /// <param name="buffer">Where it goes, as far as it fits.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The length, the sender, and whether the copy was cut off.</returns>
    /// <remarks>See MSG_PEEK in recv(2). <em>Cancellation</em>: nothing was taken.</remarks>
    public ValueTask<ReceivedDatagram> PeekFromAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<ReceivedDatagram>(refusal) : ReceivedDatagram.From(_socket.PeekFromAsync(buffer, cancellationToken));

    /// <summary>Closes the socket. Calls under way end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _socket.Dispose();

    /// <inheritdoc cref="Dispose"/>
    /// <returns>A task that ends when the port is free.</returns>
    public ValueTask DisposeAsync() => _socket.CloseAsync(CancellationToken.None);

    private IOException OfOtherFamily(NetAddress address) => new(
        $"Cannot send to {address}: it has no address of the family of the UDP socket on {LocalEndPoint}.", new SocketException((int)SocketError.AddressFamilyNotSupported));
}
