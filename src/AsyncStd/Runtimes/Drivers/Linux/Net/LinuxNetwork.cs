namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers.Portable;

/// <summary>The network of Linux: calls go to the kernel at once and do not wait; a ring performs them when they can be, or epoll tells when one is worth trying again.</summary>
/// <remarks>Sockets are made and set up through the BCL's <see cref="Socket"/>, which then gives its descriptor away: it has the checks and the names. Holds
/// nothing but sockets that were asked for, so one object serves the whole process.</remarks>
internal sealed class LinuxNetwork : INetwork
{
    private readonly INetwork _portable;

    /// <param name="portable">Whose names, options and set-up are the same here.</param>
    /// <param name="usesRing">Whether the workers of a runtime with this network have a ring.</param>
    public LinuxNetwork(INetwork portable, bool usesRing) => (_portable, UsesRing) = (portable, usesRing);

    public bool UsesRing { get; }

    /// <inheritdoc/>
    public string Name => UsesRing ? "io-uring" : "epoll";

    /// <inheritdoc/>
    public NetworkCapabilities Capabilities => _portable.Capabilities | NetworkCapabilities.DatagramBatches;

    /// <inheritdoc/>
    public INameResolver Names => _portable.Names;

    /// <inheritdoc/>
    public bool Supports(SocketOption option) => _portable.Supports(option);

    /// <inheritdoc/>
    public ValueTask<IStreamListener<IStreamSocket>> ListenTcpAsync(IPEndPoint local, TcpListenOptions options, CancellationToken cancellationToken)
        => SocketSetup.Make<IStreamListener<IStreamSocket>>($"listen on {local}", cancellationToken, () =>
        {
            Socket socket = SocketSetup.ListenTcp(local, options);
            var bound = (IPEndPoint)socket.LocalEndPoint!;
            return new LinuxTcpListener(Descriptor.Take(socket), bound);
        });

    /// <inheritdoc/>
    public async ValueTask<IStreamSocket> ConnectTcpAsync(IPEndPoint remote, TcpConnectOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string operation = SocketSetup.DescribeConnect(remote, options);
        var socket = await SocketSetup.Make(operation, cancellationToken, () => new LinuxTcpSocket(Descriptor.Take(SocketSetup.ForConnect(remote, options)), null, remote)).ConfigureAwait(false);
        try
        {
            await new ConnectCall(socket, remote.Serialize(), operation).Begin(cancellationToken).ConfigureAwait(false);
            for (ReadOnlyMemory<byte> early = options.EarlyData; !early.IsEmpty;)
            {
                early = early[await socket.SendAsync(early, cancellationToken).ConfigureAwait(false)..];
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IDatagramSocket> BindUdpAsync(IPEndPoint local, UdpBindOptions options, CancellationToken cancellationToken)
        => SocketSetup.Make<IDatagramSocket>($"bind UDP {local}", cancellationToken, () =>
        {
            Socket socket = SocketSetup.BindUdp(local, options);
            var bound = (IPEndPoint)socket.LocalEndPoint!;
            return new LinuxUdpSocket(Descriptor.Take(socket), bound, null);
        });

    /// <inheritdoc/>
    public ValueTask<IStreamListener<IUnixStreamSocket>> ListenUnixAsync(UnixDomainSocketEndPoint local, UnixListenOptions options, CancellationToken cancellationToken)
        => SocketSetup.Make<IStreamListener<IUnixStreamSocket>>($"listen on {local}", cancellationToken, () =>
        {
            int descriptor = Descriptor.Take(SocketSetup.ListenUnix(local, options with { RemoveOnClose = false }));
            return new LinuxUnixListener(descriptor, local, options.RemoveOnClose ? BoundPath.Of(local) : null);
        });

    /// <inheritdoc/>
    public async ValueTask<IUnixStreamSocket> ConnectUnixAsync(UnixDomainSocketEndPoint remote, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string operation = $"connect to {remote}";
        var socket = await SocketSetup.Make(operation, cancellationToken, () => new LinuxUnixSocket(Descriptor.Take(SocketSetup.ForUnix(SocketType.Stream)), null, remote)).ConfigureAwait(false);
        try
        {
            await UnixConnect.RunAsync(socket, remote.Serialize(), operation, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<(IUnixStreamSocket First, IUnixStreamSocket Second)> CreateUnixStreamPairAsync(CancellationToken cancellationToken)
        => SocketSetup.Make<(IUnixStreamSocket, IUnixStreamSocket)>("make a pair of Unix sockets", cancellationToken, static () =>
        {
            (int first, int second) = Descriptor.Pair(NativeSocket.TypeStream);
            return (new LinuxUnixSocket(first, null, null), new LinuxUnixSocket(second, null, null));
        });

    /// <inheritdoc/>
    public ValueTask<IUnixDatagramSocket> BindUnixDatagramAsync(UnixDomainSocketEndPoint? local, CancellationToken cancellationToken)
        => SocketSetup.Make<IUnixDatagramSocket>(
            local is null ? "make a Unix datagram socket" : $"bind Unix datagrams at {local}",
            cancellationToken,
            () => new LinuxUnixDatagramSocket(Descriptor.Take(SocketSetup.BindUnixDatagram(local)), local, null, local is null ? null : BoundPath.Of(local)));

    /// <inheritdoc/>
    public ValueTask<(IUnixDatagramSocket First, IUnixDatagramSocket Second)> CreateUnixDatagramPairAsync(CancellationToken cancellationToken)
        => SocketSetup.Make<(IUnixDatagramSocket, IUnixDatagramSocket)>("make a pair of Unix datagram sockets", cancellationToken, static () =>
        {
            (int first, int second) = Descriptor.Pair(NativeSocket.TypeDatagram);
            var unnamed = LinuxUnixSocket.Unnamed;
            return (new LinuxUnixDatagramSocket(first, null, unnamed), new LinuxUnixDatagramSocket(second, null, unnamed));
        });

    /// <inheritdoc/>
    public IStreamListener<IStreamSocket> AdoptTcpListener(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsTcp, isListening: true, "a listening TCP socket");
        var local = (IPEndPoint)socket.LocalEndPoint!;
        return new LinuxTcpListener(Descriptor.Of(socket), local) { Owner = socket };
    }

    /// <inheritdoc/>
    public IStreamSocket AdoptTcpStream(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsTcp, isListening: false, "a connected TCP socket");
        (var local, var remote) = ((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!);
        return new LinuxTcpSocket(Descriptor.Of(socket), local, remote) { Owner = socket };
    }

    /// <inheritdoc/>
    public IDatagramSocket AdoptUdp(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsUdp, isListening: null, "a bound UDP socket");
        var local = (IPEndPoint)socket.LocalEndPoint!;
        IPEndPoint? remote = socket.Connected ? (IPEndPoint?)socket.RemoteEndPoint : null;
        return new LinuxUdpSocket(Descriptor.Of(socket), local, remote) { Owner = socket };
    }

    /// <inheritdoc/>
    public IStreamListener<IUnixStreamSocket> AdoptUnixListener(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsUnixStream, isListening: true, "a listening Unix stream socket");
        var local = (UnixDomainSocketEndPoint)socket.LocalEndPoint!;
        return new LinuxUnixListener(Descriptor.Of(socket), local, null) { Owner = socket };
    }

    /// <inheritdoc/>
    public IUnixStreamSocket AdoptUnixStream(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsUnixStream, isListening: false, "a connected Unix stream socket");
        (var local, var remote) = ((UnixDomainSocketEndPoint?)socket.LocalEndPoint, (UnixDomainSocketEndPoint?)socket.RemoteEndPoint);
        return new LinuxUnixSocket(Descriptor.Of(socket), local, remote) { Owner = socket };
    }

    /// <inheritdoc/>
    public IUnixDatagramSocket AdoptUnixDatagram(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsUnixDatagram, isListening: null, "a Unix datagram socket");
        var local = (UnixDomainSocketEndPoint?)socket.LocalEndPoint;
        var remote = socket.Connected ? (UnixDomainSocketEndPoint?)socket.RemoteEndPoint : null;
        return new LinuxUnixDatagramSocket(Descriptor.Of(socket), local, remote) { Owner = socket };
    }
}
