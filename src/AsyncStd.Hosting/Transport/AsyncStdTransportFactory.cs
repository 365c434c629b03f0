namespace AsyncStd.Hosting;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

/// <summary>Binds Kestrel's end points on a runtime: TCP, Unix sockets, and sockets that were opened by somebody else.</summary>
/// <remarks>Registered by <c>UseAsyncStd</c>. May be used without Kestrel, by whoever speaks <see cref="IConnectionListenerFactory"/>.</remarks>
public sealed class AsyncStdTransportFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly ConnectionEnvironment _environment;

    /// <summary>Makes a factory.</summary>
    /// <param name="runtime">Where the connections are served.</param>
    /// <param name="options">How.</param>
    /// <param name="loggers">Where connections are logged.</param>
    /// <param name="services">Looked up for a factory of memory pools and one of meters; neither has to be there.</param>
    public AsyncStdTransportFactory(Runtime runtime, IOptions<AsyncStdTransportOptions> options, ILoggerFactory loggers, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        ArgumentNullException.ThrowIfNull(services);
        _environment = new ConnectionEnvironment(runtime, options.Value, loggers.CreateLogger("AsyncStd.Hosting.Transport"), services);
    }

    private AsyncStdTransportOptions Options => _environment.Options;

    private INetwork Network => _environment.Runtime.Network;

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint or FileHandleEndPoint;

    /// <summary>Binds an end point and begins to listen.</summary>
    /// <param name="endpoint">A TCP address, a Unix socket's path, or a handle of a listening socket.</param>
    /// <param name="cancellationToken">Cancels before anything was bound.</param>
    /// <returns>The listener; the caller disposes it.</returns>
    /// <exception cref="AddressInUseException">The address is in use; the message names it.</exception>
    /// <exception cref="SocketException">The system refused; the message names the address. Kestrel, which tries IPv4 where there is no IPv6, knows that by this type.</exception>
    /// <exception cref="NotSupportedException">It is another kind of end point.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        try
        {
            return await ListenAsync(endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            throw new AddressInUseException(e.Message, e);
        }
        catch (IOException e) when (e.InnerException is SocketException refusal)
        {
            throw new SocketException((int)refusal.SocketErrorCode, e.Message);
        }
    }

    private async ValueTask<ConnectionListener> ListenAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        switch (endpoint)
        {
            case IPEndPoint ip:
                return Accept(await Network.ListenTcpAsync(ip, TcpOptions(ip), cancellationToken).ConfigureAwait(false), null);

            case UnixDomainSocketEndPoint unix:
                var options = new UnixListenOptions { Backlog = Options.Backlog };
                return Accept(await Network.ListenUnixAsync(unix, options, cancellationToken).ConfigureAwait(false), unix);

            case FileHandleEndPoint handle:
                var socket = new Socket(new SafeSocketHandle((IntPtr)handle.FileHandle, ownsHandle: true));
                return socket.AddressFamily == AddressFamily.Unix
                    ? Accept(Network.AdoptUnixListener(socket), handle)
                    : Accept(Network.AdoptTcpListener(socket), handle);

            default:
                throw new NotSupportedException(
                    $"The AsyncStd transport listens on TCP addresses, Unix sockets and handles, not on {endpoint.GetType().Name} '{endpoint}'.");
        }
    }

    private ConnectionListener Accept<TStream>(IStreamListener<TStream> listener, EndPoint? known)
        where TStream : IStreamSocket
    {
        var result = new ConnectionListener(_environment, listener, known ?? listener.LocalEndPoint);
        result.Start(listener);
        return result;
    }

    private TcpListenOptions TcpOptions(IPEndPoint ip) => new()
    {
        Backlog = Options.Backlog,
        NoDelay = Options.NoDelay,
        KeepAlive = Options.KeepAlive is { } probes
            ? new KeepAliveSettings { Idle = probes.Idle, Interval = probes.Interval, ProbeCount = probes.ProbeCount }
            : null,
        IPv6Only = ip.Address.Equals(IPAddress.IPv6Any) ? false : null, // any address is any of both families
    };
}
