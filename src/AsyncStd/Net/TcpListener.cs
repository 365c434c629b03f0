namespace AsyncStd.Net;

using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>Accepts TCP connections.</summary>
/// <example><code>
/// using AsyncStd.Net;
///
/// static async Task ServeAsync()
/// {
///     using TcpListener listener = await TcpListener.BindAsync("127.0.0.1:8080");
///     await foreach (TcpStream stream in listener.Incoming())
///     {
///         _ = Task.Spawn(async () =>
///         {
///             await using (stream)
///             {
///                 await stream.CopyToAsync(stream);
///             }
///         });
///     }
/// }
/// </code></example>
public sealed partial class TcpListener : IDisposable, IAsyncDisposable
{
    private readonly IStreamListener<IStreamSocket> _socket;
    private readonly CancellationTokenSource _end = new(); // has no timer and no handle, so nothing to dispose of

    internal TcpListener(IStreamListener<IStreamSocket> socket) => _socket = socket;

    /// <summary>The address it listens on, with the port that was taken.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint;

    /// <summary>Binds an address and begins to listen.</summary>
    /// <param name="address">The address; port 0 takes a free one. Of several the first that works is used.</param>
    /// <param name="options">How to listen; null for what suits a server.</param>
    /// <param name="cancellationToken">Cancels the look-up of a name.</param>
    /// <returns>The listener; the caller disposes it.</returns>
    /// <exception cref="IOException">The name is unknown; or each address is in use, not of this host, or not allowed: the message names it and says which. See bind(2).</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime lacks what an option needs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is bound.</remarks>
    public static async ValueTask<TcpListener> BindAsync(
        NetAddress address, TcpListenerOptions? options = null, CancellationToken cancellationToken = default)
    {
        TcpListenOptions driverOptions = (options ?? TcpListenerOptions.Default).ToDriver();
        return new TcpListener(await Names.WithFirstAsync(
            "listen on", address, (network, local, token) => network.ListenTcpAsync(local, driverOptions, token), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Waits for a connection.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection, which knows its peer's address; the caller disposes it.</returns>
    /// <exception cref="ObjectDisposedException">The listener is disposed, perhaps meanwhile.</exception>
    /// <exception cref="IOException">The connection was gone again (<see cref="SocketError.ConnectionAborted"/>), or the process has too many descriptors
    /// (<see cref="SocketError.TooManyOpenSockets"/>), see accept(2). The listener remains usable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no connection is lost; one that has arrived goes to the next call. Any number of calls may wait.</remarks>
    public ValueTask<TcpStream> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (Leaf.Refusal is { } refusal)
        {
            return ValueTask.FromException<TcpStream>(refusal);
        }

        ValueTask<IStreamSocket> accept = _socket.AcceptAsync(cancellationToken);
        return accept.IsCompletedSuccessfully ? new ValueTask<TcpStream>(new TcpStream(accept.Result)) : Await(accept);
    }

    /// <summary>The connections, one after the other, until the listener is disposed.</summary>
    /// <param name="options">Limits and reactions to failures; null for no limit and the usual ones.</param>
    /// <param name="cancellationToken">Ends the stream with <see cref="OperationCanceledException"/>.</param>
    /// <returns>A stream without an end; whoever gets a connection disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit or a time of the options is out of its range.</exception>
    /// <remarks><em>Cancellation</em>: no connection is lost; what has arrived goes to the next call.</remarks>
    public IAsyncEnumerable<TcpStream> Incoming(IncomingOptions? options = null, CancellationToken cancellationToken = default)
        => Net.Incoming.Of(AcceptAsync, _end.Token, options, cancellationToken);

    /// <summary>Takes over a listening socket.</summary>
    /// <param name="socket">The socket, with no call under way; the listener's from now on.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="ArgumentException">It is no listening TCP socket.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public static TcpListener FromSocket(Socket socket) => new(Ambient.ForLeaf.Network.AdoptTcpListener(socket));

    /// <summary>Gives the socket away; this listener is disposed afterwards.</summary>
    /// <returns>The socket, blocking, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">A call is under way.</exception>
    /// <exception cref="ObjectDisposedException">The listener is disposed.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public Socket IntoSocket()
    {
        Socket socket = ReleasedSocket.Of(_socket);
        _end.Cancel();
        return socket;
    }

    /// <summary>Stops listening. Calls that wait end with <see cref="ObjectDisposedException"/>; connections live on.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _end.Cancel();
    }

    /// <inheritdoc cref="Dispose"/>
    /// <returns>A task that ends when the address is free.</returns>
    public ValueTask DisposeAsync()
    {
        ValueTask close = _socket.CloseAsync(CancellationToken.None);
        _end.Cancel();
        return close;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<TcpStream> Await(ValueTask<IStreamSocket> accept) => new(await accept.ConfigureAwait(false));
}
