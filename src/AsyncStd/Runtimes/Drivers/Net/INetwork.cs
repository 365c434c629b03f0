namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

/// <summary>How a runtime reaches the network: TCP, UDP and Unix sockets, and names.</summary>
/// <remarks>
/// <para><b>Failures.</b> What the network or the system refuses is an <see cref="IOException"/> whose message names the
/// operation and the
/// address, and whose <see cref="Exception.InnerException"/> is a <see cref="SocketException"/> with the
/// <see cref="SocketError"/>, as
/// <see cref="NetworkStream"/> has it. A call whose capability is missing throws <see cref="NotSupportedException"/> and names
/// the driver. A
/// failure comes out of the returned task, except that a wrong argument may be thrown at once.</para>
/// <para><b>Cancellation.</b> A token cancelled beforehand ends a call before it has any effect. Later it is a request: a call
/// whose buffer is
/// in the kernel's hands ends when the kernel is done with it, with its result if it had one, else with
/// <see cref="OperationCanceledException"/>. A socket that a cancelled call was making is closed.</para>
/// <para><b>Threads.</b> Every member may be called from any thread, concurrently. A returned task may be complete
/// already.</para>
/// </remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface INetwork
{
    /// <summary>The driver's name, for diagnosis: <c>portable</c>, <c>epoll</c>, <c>io-uring</c>, …</summary>
    string Name { get; }

    /// <summary>What this driver can do beyond what every driver must.</summary>
    NetworkCapabilities Capabilities { get; }

    /// <summary>What turns host names into addresses.</summary>
    INameResolver Names { get; }

    /// <summary>Says whether sockets of this driver know an option.</summary>
    /// <param name="option">The option.</param>
    /// <returns>Whether getting and setting it works on the kinds of socket that it is for.</returns>
    bool Supports(SocketOption option);

    /// <summary>Binds a TCP listener and starts listening.</summary>
    /// <param name="local">The address; port 0 takes a free one.</param>
    /// <param name="options">How to listen.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The listener; the caller closes it.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The driver lacks what an option needs.</exception>
    /// <exception cref="IOException">The address is in use, not of this host, or not allowed, see bind(2) and
    /// listen(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the address is free again.</remarks>
    ValueTask<IStreamListener<IStreamSocket>> ListenTcpAsync(IPEndPoint local, TcpListenOptions options, CancellationToken cancellationToken);

    /// <summary>Connects to one TCP address.</summary>
    /// <param name="remote">The address.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The connection; the caller closes it.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The driver lacks what an option needs.</exception>
    /// <exception cref="IOException">Refused, unreachable, timed out, or the local address is in use, see connect(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left. The other side may have seen a connection that was closed at
    /// once.</remarks>
    ValueTask<IStreamSocket> ConnectTcpAsync(IPEndPoint remote, TcpConnectOptions options, CancellationToken cancellationToken);

    /// <summary>Binds a UDP socket.</summary>
    /// <param name="local">The address; port 0 takes a free one.</param>
    /// <param name="options">How to bind.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The socket; the caller closes it.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The driver lacks what an option needs.</exception>
    /// <exception cref="IOException">The address is in use, not of this host, or not allowed, see bind(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the address is free again.</remarks>
    ValueTask<IDatagramSocket> BindUdpAsync(IPEndPoint local, UdpBindOptions options, CancellationToken cancellationToken);

    /// <summary>Binds a Unix stream listener and starts listening.</summary>
    /// <param name="local">The path, or an abstract name.</param>
    /// <param name="options">How to listen.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The listener; the caller closes it.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.UnixStreams"/>, or
    /// <see cref="NetworkCapabilities.AbstractUnixNames"/> and the name is abstract.</exception>
    /// <exception cref="IOException">Something stands at the path, a socket that nobody listens on too, or the system refused,
    /// see unix(7).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing stands at the path.</remarks>
    ValueTask<IStreamListener<IUnixStreamSocket>> ListenUnixAsync(UnixDomainSocketEndPoint local, UnixListenOptions options, CancellationToken cancellationToken);

    /// <summary>Connects to a Unix stream listener.</summary>
    /// <param name="remote">The path, or an abstract name.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The connection; the caller closes it.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.UnixStreams"/>.</exception>
    /// <exception cref="IOException">Nothing stands at the path, nobody listens, or the system refused, see unix(7).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left. The other side may have seen a connection that was closed at
    /// once.</remarks>
    ValueTask<IUnixStreamSocket> ConnectUnixAsync(UnixDomainSocketEndPoint remote, CancellationToken cancellationToken);

    /// <summary>Makes two Unix stream sockets that are connected to each other.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>Both ends; the caller closes each.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.SocketPairs"/>.</exception>
    /// <exception cref="IOException">The system refused, see socketpair(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left.</remarks>
    ValueTask<(IUnixStreamSocket First, IUnixStreamSocket Second)> CreateUnixStreamPairAsync(CancellationToken cancellationToken);

    /// <summary>Makes a Unix datagram socket.</summary>
    /// <param name="local">The path or abstract name to bind it to; null leaves it without a name, so that nobody can
    /// answer.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The socket; the caller closes it.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.UnixDatagrams"/>.</exception>
    /// <exception cref="IOException">Something stands at the path, or the system refused, see unix(7).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing stands at the path.</remarks>
    ValueTask<IUnixDatagramSocket> BindUnixDatagramAsync(UnixDomainSocketEndPoint? local, CancellationToken cancellationToken);

    /// <summary>Makes two Unix datagram sockets that are connected to each other.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>Both ends; the caller closes each.</returns>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.SocketPairs"/> or
    /// <see cref="NetworkCapabilities.UnixDatagrams"/>.</exception>
    /// <exception cref="IOException">The system refused, see socketpair(2).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left.</remarks>
    ValueTask<(IUnixDatagramSocket First, IUnixDatagramSocket Second)> CreateUnixDatagramPairAsync(CancellationToken cancellationToken);

    /// <summary>Takes over a listening TCP socket.</summary>
    /// <param name="socket">The socket, with no call under way; owned by the result if the call succeeds.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="ArgumentException">It is not a listening TCP socket, or it is closed.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.NativeSockets"/>.</exception>
    IStreamListener<IStreamSocket> AdoptTcpListener(Socket socket);

    /// <summary>Takes over a connected TCP socket.</summary>
    /// <param name="socket">The socket, with no call under way; owned by the result if the call succeeds.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentException">It is not a connected TCP socket, or it is closed.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.NativeSockets"/>.</exception>
    IStreamSocket AdoptTcpStream(Socket socket);

    /// <summary>Takes over a bound UDP socket.</summary>
    /// <param name="socket">The socket, with no call under way; owned by the result if the call succeeds.</param>
    /// <returns>The socket.</returns>
    /// <exception cref="ArgumentException">It is not a bound UDP socket, or it is closed.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.NativeSockets"/>.</exception>
    IDatagramSocket AdoptUdp(Socket socket);

    /// <summary>Takes over a listening Unix stream socket.</summary>
    /// <param name="socket">The socket, with no call under way; owned by the result if the call succeeds.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="ArgumentException">It is not a listening Unix stream socket, or it is closed.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.NativeSockets"/> or
    /// <see cref="NetworkCapabilities.UnixStreams"/>.</exception>
    IStreamListener<IUnixStreamSocket> AdoptUnixListener(Socket socket);

    /// <summary>Takes over a connected Unix stream socket.</summary>
    /// <param name="socket">The socket, with no call under way; owned by the result if the call succeeds.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentException">It is not a connected Unix stream socket, or it is closed.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.NativeSockets"/> or
    /// <see cref="NetworkCapabilities.UnixStreams"/>.</exception>
    IUnixStreamSocket AdoptUnixStream(Socket socket);

    /// <summary>Takes over a Unix datagram socket.</summary>
    /// <param name="socket">The socket, with no call under way; owned by the result if the call succeeds.</param>
    /// <returns>The socket.</returns>
    /// <exception cref="ArgumentException">It is not a Unix datagram socket, or it is closed.</exception>
    /// <exception cref="NotSupportedException">The driver lacks <see cref="NetworkCapabilities.NativeSockets"/> or
    /// <see cref="NetworkCapabilities.UnixDatagrams"/>.</exception>
    IUnixDatagramSocket AdoptUnixDatagram(Socket socket);
}
