namespace AsyncStdConformance.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers;

/// <summary>Another network on a host without IPv6.</summary>
/// <param name="inner">The other network.</param>
/// <param name="isSlow">Whether a connect finds that out only when it is cancelled.</param>
internal sealed class WithoutIPv6(INetwork inner, bool isSlow = false) : INetwork
{
    public string Name => inner.Name;

    public NetworkCapabilities Capabilities => inner.Capabilities & ~NetworkCapabilities.IPv6;

    public INameResolver Names => inner.Names;

    public bool Supports(SocketOption option) => inner.Supports(option);

    public ValueTask<IStreamListener<IStreamSocket>> ListenTcpAsync(IPEndPoint local, TcpListenOptions options, CancellationToken cancellationToken)
        => local.AddressFamily == AddressFamily.InterNetworkV6 ? throw Missing() : inner.ListenTcpAsync(local, options, cancellationToken);

    public async ValueTask<IStreamSocket> ConnectTcpAsync(IPEndPoint remote, TcpConnectOptions options, CancellationToken cancellationToken)
    {
        if (remote.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return await inner.ConnectTcpAsync(remote, options, cancellationToken);
        }

        if (isSlow)
        {
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task.ConfigureAwait(false);
        }

        throw Missing();
    }

    public ValueTask<IDatagramSocket> BindUdpAsync(IPEndPoint local, UdpBindOptions options, CancellationToken cancellationToken)
        => local.AddressFamily == AddressFamily.InterNetworkV6 ? throw Missing() : inner.BindUdpAsync(local, options, cancellationToken);

    public ValueTask<IStreamListener<IUnixStreamSocket>> ListenUnixAsync(UnixDomainSocketEndPoint local, UnixListenOptions options, CancellationToken cancellationToken)
        => inner.ListenUnixAsync(local, options, cancellationToken);

    public ValueTask<IUnixStreamSocket> ConnectUnixAsync(UnixDomainSocketEndPoint remote, CancellationToken cancellationToken)
        => inner.ConnectUnixAsync(remote, cancellationToken);

    public ValueTask<(IUnixStreamSocket First, IUnixStreamSocket Second)> CreateUnixStreamPairAsync(CancellationToken cancellationToken)
        => inner.CreateUnixStreamPairAsync(cancellationToken);

    public ValueTask<IUnixDatagramSocket> BindUnixDatagramAsync(UnixDomainSocketEndPoint? local, CancellationToken cancellationToken)
        => inner.BindUnixDatagramAsync(local, cancellationToken);

    public ValueTask<(IUnixDatagramSocket First, IUnixDatagramSocket Second)> CreateUnixDatagramPairAsync(CancellationToken cancellationToken)
        => inner.CreateUnixDatagramPairAsync(cancellationToken);

    public IStreamListener<IStreamSocket> AdoptTcpListener(Socket socket) => inner.AdoptTcpListener(socket);

    public IStreamSocket AdoptTcpStream(Socket socket) => inner.AdoptTcpStream(socket);

    public IDatagramSocket AdoptUdp(Socket socket) => inner.AdoptUdp(socket);

    public IStreamListener<IUnixStreamSocket> AdoptUnixListener(Socket socket) => inner.AdoptUnixListener(socket);

    public IUnixStreamSocket AdoptUnixStream(Socket socket) => inner.AdoptUnixStream(socket);

    public IUnixDatagramSocket AdoptUnixDatagram(Socket socket) => inner.AdoptUnixDatagram(socket);

    private static NotSupportedException Missing() => new("This host has no IPv6.");
}
