namespace AsyncStd.Net;

using System.Net.Sockets;
using System.Runtime.InteropServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>Messages between processes of one machine, each whole, in order and without loss; not on Windows.</summary>
/// <remarks>Any number of calls may be under way at a time, by any tasks. <em>Cancellation</em>: a token, or the scope of the task; no message is lost by it, and
/// none is sent in part.</remarks>
/// <example><code>
/// using AsyncStd.Net;
///
/// static async Task TellAsync(string path)
/// {
///     using UnixDatagram receiver = await UnixDatagram.BindAsync(path);
///     using UnixDatagram sender = await UnixDatagram.UnboundAsync();
///     await sender.SendToAsync("news"u8.ToArray(), path);
///     ReceivedUnixDatagram message = await receiver.ReceiveFromAsync(new byte[100]);
/// }
/// </code></example>
public sealed class UnixDatagram : IDisposable, IAsyncDisposable
{
    private readonly IUnixDatagramSocket _socket;

    internal UnixDatagram(IUnixDatagramSocket socket) => _socket = socket;

    /// <summary>The path it is bound to; null for a socket without a name.</summary>
    public UnixDomainSocketEndPoint? LocalEndPoint => Named(_socket.LocalEndPoint);

    /// <summary>The path it is connected to; null if it is not, or the other end has no name.</summary>
    public UnixDomainSocketEndPoint? RemoteEndPoint => Named(_socket.RemoteEndPoint);

    /// <summary>Binds a path.</summary>
    /// <param name="path">The path; on Linux also an abstract name, which begins with a zero character.</param>
    /// <param name="cancellationToken">Cancels before anything was done.</param>
    /// <returns>The socket; the caller disposes it, which removes the path.</returns>
    /// <exception cref="IOException">Something stands at the path, or the system refused, see unix(7). The message names the path.</exception>
    /// <exception cref="ArgumentException">The path is empty, or longer than the system allows; the message names it.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime has no such sockets.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing stands at the path.</remarks>
    public static async ValueTask<UnixDatagram> BindAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new UnixDatagram(await Leaf.Network.BindUnixDatagramAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes a socket without a name: it can send, and nobody can answer unless it is connected.</summary>
    /// <param name="cancellationToken">Cancels before anything was done.</param>
    /// <returns>The socket; the caller disposes it.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime has no such sockets.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left.</remarks>
    public static async ValueTask<UnixDatagram> UnboundAsync(CancellationToken cancellationToken = default)
        => new(await Leaf.Network.BindUnixDatagramAsync(null, cancellationToken).ConfigureAwait(false));

    /// <summary>Makes two sockets that are connected to each other, see socketpair(2).</summary>
    /// <param name="cancellationToken">Cancels before anything was done.</param>
    /// <returns>Both ends; the caller disposes each.</returns>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime makes no pairs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left.</remarks>
    public static async ValueTask<(UnixDatagram First, UnixDatagram Second)> PairAsync(CancellationToken cancellationToken = default)
    {
        (IUnixDatagramSocket first, IUnixDatagramSocket second) = await Leaf.Network.CreateUnixDatagramPairAsync(cancellationToken).ConfigureAwait(false);
        return (new UnixDatagram(first), new UnixDatagram(second));
    }

    /// <summary>Takes over a socket.</summary>
    /// <param name="socket">The socket, with no call under way; this object's from now on.</param>
    /// <returns>The socket.</returns>
    /// <exception cref="ArgumentException">It is no Unix datagram socket.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public static UnixDatagram FromSocket(Socket socket) => new(Ambient.ForLeaf.Network.AdoptUnixDatagram(socket));

    /// <summary>Gives the socket away; this object is disposed afterwards.</summary>
    /// <returns>The socket, blocking, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">A call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public Socket IntoSocket() => ReleasedSocket.Of(_socket);

    /// <summary>Sets where <see cref="SendAsync"/> sends, and limits what is received to messages from there.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Cancels before anything was done.</param>
    /// <returns>A task that ends when it is set.</returns>
    /// <exception cref="IOException">Nothing stands at the path, or the system refused, see unix(7). The message names the path.</exception>
    /// <exception cref="ArgumentException">The path is empty, or longer than the system allows; the message names it.</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the socket is connected as it was.</remarks>
    public ValueTask ConnectAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Leaf.Refusal is { } refusal ? ValueTask.FromException(refusal) : _socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
    }

    /// <summary>Sends one message to the connected socket.</summary>
    /// <param name="buffer">The message.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <returns>A task that ends when the system has taken the message.</returns>
    /// <exception cref="IOException">It is not connected, the message is too long, or the system refused, see send(2).</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing was sent.</remarks>
    public ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException(refusal) : _socket.SendAsync(buffer, cancellationToken);

    /// <summary>Sends one message to a path.</summary>
    /// <inheritdoc cref="SendAsync"/>
    /// <param name="buffer">The message.</param>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <exception cref="ArgumentException">The path is empty, or longer than the system allows; the message names it.</exception>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> buffer, string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return SendToAsync(buffer, new UnixDomainSocketEndPoint(path), cancellationToken);
    }

    /// <inheritdoc cref="SendToAsync(ReadOnlyMemory{byte}, string, CancellationToken)"/>
    /// <param name="buffer">The message.</param>
    /// <param name="remote">The path.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> buffer, UnixDomainSocketEndPoint remote, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException(refusal) : _socket.SendToAsync(buffer, remote, cancellationToken);

    /// <inheritdoc cref="UdpSocket.ReceiveAsync"/>
    public ValueTask<ReceivedUnixDatagram> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<ReceivedUnixDatagram>(refusal) : ReceivedUnixDatagram.From(_socket.ReceiveAsync(buffer, cancellationToken));

    /// <inheritdoc cref="UdpSocket.ReceiveFromAsync(Memory{byte}, CancellationToken)"/>
    public ValueTask<ReceivedUnixDatagram> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<ReceivedUnixDatagram>(refusal) : ReceivedUnixDatagram.From(_socket.ReceiveFromAsync(buffer, cancellationToken));

    /// <inheritdoc cref="UdpSocket.PeekFromAsync"/>
    public ValueTask<ReceivedUnixDatagram> PeekFromAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<ReceivedUnixDatagram>(refusal) : ReceivedUnixDatagram.From(_socket.PeekFromAsync(buffer, cancellationToken));

    /// <inheritdoc cref="UnixStream.GetPeerCredentials"/>
    public UnixCredentials GetPeerCredentials() => UnixCredentials.From(_socket.GetPeerIdentity());

    /// <summary>Sends one message with copies of open handles, to the connected socket.</summary>
    /// <param name="buffer">The message; not empty.</param>
    /// <param name="handles">Handles of files or sockets; they stay open here. At most 253.</param>
    /// <param name="cancellationToken">Cancels the wait for room.</param>
    /// <returns>The length of the message.</returns>
    /// <exception cref="ArgumentException">The message is empty, a handle is closed, or there are too many.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime cannot.</exception>
    /// <exception cref="IOException">It is not connected, the message is too long, or the system refused, see SCM_RIGHTS in unix(7).</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed, perhaps meanwhile.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: neither the message nor handles were sent.</remarks>
    public ValueTask<int> SendHandlesAsync(ReadOnlyMemory<byte> buffer, ReadOnlyMemory<SafeHandle> handles, CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<int>(refusal) : _socket.SendHandlesAsync(buffer, handles, cancellationToken);

    /// <summary>Waits for one message and the handles that came with it.</summary>
    /// <param name="buffer">Where the message goes; not empty. What does not fit is dropped, and the result says so.</param>
    /// <param name="handles">Where the handles go, from the start; the caller disposes them. Those that do not fit are closed, and the result says so.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The length, how many handles, and whether any of them were cut off.</returns>
    /// <exception cref="ArgumentException">The buffer is empty.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime cannot.</exception>
    /// <exception cref="IOException">The system refused, see SCM_RIGHTS in unix(7).</exception>
    /// <exception cref="ObjectDisposedException">The socket is disposed, perhaps meanwhile.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: neither messages nor handles are lost.</remarks>
    public async ValueTask<ReceivedHandles> ReceiveHandlesAsync(
        Memory<byte> buffer, Memory<SafeHandle?> handles, CancellationToken cancellationToken = default)
    {
        if (Leaf.Refusal is { } refusal)
        {
            throw refusal;
        }

        return ReceivedHandles.From(await _socket.ReceiveHandlesAsync(buffer, handles, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Ends one direction or both. Receives under way end, with no bytes.</summary>
    /// <param name="how">What ends.</param>
    /// <exception cref="IOException">It is not connected, see shutdown(2).</exception>
    public void Shutdown(SocketShutdown how) => _socket.Shutdown(how);

    /// <summary>Closes the socket and removes its path. Calls under way end with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _socket.Dispose();

    /// <inheritdoc cref="Dispose"/>
    /// <returns>A task that ends when that is done.</returns>
    public ValueTask DisposeAsync() => _socket.CloseAsync(CancellationToken.None);

    private static UnixDomainSocketEndPoint? Named(System.Net.EndPoint? address)
        => address is UnixDomainSocketEndPoint named && named.ToString().Length > 0 ? named : null;
}
