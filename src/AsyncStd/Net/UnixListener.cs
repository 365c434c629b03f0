namespace AsyncStd.Net;

using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>Accepts Unix stream connections.</summary>
/// <example><code>
/// using AsyncStd.Net;
///
/// static async Task ServeAsync(string path)
/// {
///     using UnixListener listener = await UnixListener.BindAsync(path);
///     await using UnixStream stream = await listener.AcceptAsync();
///     Console.WriteLine($"user {stream.GetPeerCredentials().UserId} has come");
/// }
/// </code></example>
public sealed class UnixListener : IDisposable, IAsyncDisposable
{
    private readonly IStreamListener<IUnixStreamSocket> _socket;
    private readonly CancellationTokenSource _end = new(); // has no timer and no handle, so nothing to dispose of

    internal UnixListener(IStreamListener<IUnixStreamSocket> socket) => _socket = socket;

    /// <summary>The path it listens at.</summary>
    public UnixDomainSocketEndPoint LocalEndPoint => (UnixDomainSocketEndPoint)_socket.LocalEndPoint;

    /// <summary>Binds a path and begins to listen.</summary>
    /// <param name="path">The path; on Linux also an abstract name, which begins with a zero character.</param>
    /// <param name="options">How to listen; null for what suits a server.</param>
    /// <param name="cancellationToken">Cancels before anything was done.</param>
    /// <returns>The listener; the caller disposes it.</returns>
    /// <exception cref="IOException">Something stands at the path, be it a socket that nobody listens on; or the system refused, see unix(7). The message names the
    /// path.</exception>
    /// <exception cref="ArgumentException">The path is empty, or longer than the system allows; the message names it. Or an option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime has no Unix sockets.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing stands at the path.</remarks>
    public static async ValueTask<UnixListener> BindAsync(string path, UnixListenerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        UnixListenOptions driverOptions = (options ?? UnixListenerOptions.Default).ToDriver();
        return new UnixListener(
            await Leaf.Network.ListenUnixAsync(new UnixDomainSocketEndPoint(path), driverOptions, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes over a listening socket.</summary>
    /// <param name="socket">The socket, with no call under way; the listener's from now on.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="ArgumentException">It is no listening Unix stream socket.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime is not the system's.</exception>
    public static UnixListener FromSocket(Socket socket) => new(Ambient.ForLeaf.Network.AdoptUnixListener(socket));

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

    /// <summary>Waits for a connection.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection; the caller disposes it.</returns>
    /// <exception cref="ObjectDisposedException">The listener is disposed, perhaps meanwhile.</exception>
    /// <exception cref="IOException">The process has too many descriptors, or the system refused, see accept(2). The listener remains usable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no connection is lost; one that has arrived goes to the next call. Any number of calls may wait.</remarks>
    public ValueTask<UnixStream> AcceptAsync(CancellationToken cancellationToken = default)
        => Leaf.Refusal is { } refusal ? ValueTask.FromException<UnixStream>(refusal) : Await(_socket.AcceptAsync(cancellationToken));

    /// <summary>The connections, one after the other, until the listener is disposed.</summary>
    /// <param name="options">Limits and reactions to failures; null for no limit and the usual ones.</param>
    /// <param name="cancellationToken">Ends the stream with <see cref="OperationCanceledException"/>.</param>
    /// <returns>A stream without an end; whoever gets a connection disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit or a time of the options is out of its range.</exception>
    /// <remarks><em>Cancellation</em>: no connection is lost; what has arrived goes to the next call.</remarks>
    public IAsyncEnumerable<UnixStream> Incoming(IncomingOptions? options = null, CancellationToken cancellationToken = default)
        => Net.Incoming.Of(AcceptAsync, _end.Token, options, cancellationToken);

    /// <summary>Stops listening, and removes the path unless the options say otherwise. Connections live on.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _end.Cancel();
    }

    /// <inheritdoc cref="Dispose"/>
    /// <returns>A task that ends when that is done.</returns>
    public ValueTask DisposeAsync()
    {
        ValueTask close = _socket.CloseAsync(CancellationToken.None);
        _end.Cancel();
        return close;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<UnixStream> Await(ValueTask<IUnixStreamSocket> accept) => new(await accept.ConfigureAwait(false));
}
