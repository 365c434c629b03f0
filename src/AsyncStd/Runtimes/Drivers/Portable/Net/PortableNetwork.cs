namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers.Portable.Linux;

/// <summary>The network of the base class library: sockets of <see cref="Socket"/>, on every operating system.</summary>
/// <remarks>Completions come from the base class library's threads and wake whoever waits on his own runtime. Holds nothing but sockets that were asked for,
/// so one object serves the whole process.</remarks>
internal sealed class PortableNetwork : INetwork
{
    private readonly bool _usesScratch;

    /// <param name="usesScratch">Whether messages are received beside small buffers, as must be where the system does not tell what it cut off; null: where it
    /// must be.</param>
    public PortableNetwork(bool? usesScratch = null)
    {
        _usesScratch = usesScratch ?? !OperatingSystem.IsLinux();
        Capabilities = Detect();
    }

    public string Name => "portable";

    public NetworkCapabilities Capabilities { get; }

    public INameResolver Names { get; } = new PortableNameResolver();

    public bool Supports(SocketOption option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return PortableOptions.IsKnown(option);
    }

    public ValueTask<IStreamListener<IStreamSocket>> ListenTcpAsync(IPEndPoint local, TcpListenOptions options, CancellationToken cancellationToken)
        => SocketSetup.Make<IStreamListener<IStreamSocket>>($"listen on {local}", cancellationToken, () => TcpListener(SocketSetup.ListenTcp(local, options), options));

    public ValueTask<IStreamSocket> ConnectTcpAsync(IPEndPoint remote, TcpConnectOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(options);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IStreamSocket>(cancellationToken);
        }

        PortableStreamSocket stream;
        try
        {
            stream = new PortableStreamSocket(SocketSetup.ForConnect(remote, options), null, remote);
        }
        catch (SocketException e)
        {
            return ValueTask.FromException<IStreamSocket>(SocketFailure.Refused(SocketSetup.DescribeConnect(remote, options), e));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<IStreamSocket>(e);
        }

        return new PortableConnect<IStreamSocket>(stream, stream).Begin(remote, options.EarlyData, cancellationToken);
    }

    public ValueTask<IDatagramSocket> BindUdpAsync(IPEndPoint local, UdpBindOptions options, CancellationToken cancellationToken)
        => SocketSetup.Make<IDatagramSocket>(
            $"bind UDP {local}", cancellationToken, () => new PortableDatagramSocket(SocketSetup.BindUdp(local, options), _usesScratch));

    public ValueTask<IStreamListener<IUnixStreamSocket>> ListenUnixAsync(
        UnixDomainSocketEndPoint local, UnixListenOptions options, CancellationToken cancellationToken)
        => SocketSetup.Make<IStreamListener<IUnixStreamSocket>>(
            $"listen on {local}", cancellationToken, () => UnixListener(SocketSetup.ListenUnix(local, options), local));

    public ValueTask<IUnixStreamSocket> ConnectUnixAsync(UnixDomainSocketEndPoint remote, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remote);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IUnixStreamSocket>(cancellationToken);
        }

        PortableUnixStreamSocket stream;
        try
        {
            stream = new PortableUnixStreamSocket(SocketSetup.ForUnix(SocketType.Stream), null, remote);
        }
        catch (SocketException e)
        {
            return ValueTask.FromException<IUnixStreamSocket>(SocketFailure.Refused($"connect to {remote}", e));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<IUnixStreamSocket>(e);
        }

        return new PortableConnect<IUnixStreamSocket>(stream, stream).Begin(remote, default, cancellationToken);
    }

    public ValueTask<(IUnixStreamSocket First, IUnixStreamSocket Second)> CreateUnixStreamPairAsync(CancellationToken cancellationToken)
        => SocketSetup.Make<(IUnixStreamSocket, IUnixStreamSocket)>("make a pair of Unix sockets", cancellationToken, () =>
        {
            (Socket first, Socket second) = LinuxSockets.Pair(isStream: true);
            return (UnixStream(first), UnixStream(second));
        });

    public ValueTask<IUnixDatagramSocket> BindUnixDatagramAsync(UnixDomainSocketEndPoint? local, CancellationToken cancellationToken)
    {
        if ((Capabilities & NetworkCapabilities.UnixDatagrams) == 0)
        {
            throw SocketFailure.Missing("Unix datagram sockets");
        }

        return SocketSetup.Make<IUnixDatagramSocket>(
            local is null ? "make a Unix datagram socket" : $"bind Unix datagrams at {local}",
            cancellationToken,
            () => new PortableUnixDatagramSocket(SocketSetup.BindUnixDatagram(local), usesScratch: !OperatingSystem.IsLinux()));
    }

    public ValueTask<(IUnixDatagramSocket First, IUnixDatagramSocket Second)> CreateUnixDatagramPairAsync(CancellationToken cancellationToken)
        => SocketSetup.Make<(IUnixDatagramSocket, IUnixDatagramSocket)>("make a pair of Unix datagram sockets", cancellationToken, () =>
        {
            (Socket first, Socket second) = LinuxSockets.Pair(isStream: false);
            return (new PortableUnixDatagramSocket(first, usesScratch: false), new PortableUnixDatagramSocket(second, usesScratch: false));
        });

    public IStreamListener<IStreamSocket> AdoptTcpListener(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsTcp, isListening: true, "a listening TCP socket");
        PortableListener<IStreamSocket> listener = TcpListener(socket, TcpListenOptions.Default);
        listener.MayLinger = true;
        return listener;
    }

    public IStreamSocket AdoptTcpStream(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsTcp, isListening: false, "a connected TCP socket");
        return new PortableStreamSocket(socket, null, socket.RemoteEndPoint!) { MayLinger = true };
    }

    public IDatagramSocket AdoptUdp(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsUdp, isListening: null, "a bound UDP socket");
        return new PortableDatagramSocket(socket, _usesScratch);
    }

    public IStreamListener<IUnixStreamSocket> AdoptUnixListener(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsUnixStream, isListening: true, "a listening Unix stream socket");
        PortableListener<IUnixStreamSocket> listener = UnixListener(socket, null);
        listener.MayLinger = true;
        return listener;
    }

    public IUnixStreamSocket AdoptUnixStream(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsUnixStream, isListening: false, "a connected Unix stream socket");
        PortableUnixStreamSocket stream = UnixStream(socket);
        stream.MayLinger = true;
        return stream;
    }

    public IUnixDatagramSocket AdoptUnixDatagram(Socket socket)
    {
        Adoption.Check(socket, Adoption.IsUnixDatagram, isListening: null, "a Unix datagram socket");
        return new PortableUnixDatagramSocket(socket, usesScratch: !OperatingSystem.IsLinux());
    }

    private static NetworkCapabilities Detect()
    {
        var all = NetworkCapabilities.NativeSockets | NetworkCapabilities.DatagramDestinations;
        if (Socket.OSSupportsIPv6)
        {
            all |= NetworkCapabilities.IPv6 | NetworkCapabilities.DualMode;
        }

        if (Reuse.HasPort)
        {
            all |= NetworkCapabilities.ReusePort;
        }

        if (Socket.OSSupportsUnixDomainSockets)
        {
            all |= NetworkCapabilities.UnixStreams;
            if (!OperatingSystem.IsWindows())
            {
                all |= NetworkCapabilities.UnixDatagrams;
            }
        }

        if (OperatingSystem.IsLinux())
        {
            all |= NetworkCapabilities.FastOpen | NetworkCapabilities.AbstractUnixNames | NetworkCapabilities.SocketPairs
                | NetworkCapabilities.PeerCredentials | NetworkCapabilities.DescriptorPassing;
        }

        return all;
    }

    private static PortableListener<IStreamSocket> TcpListener(Socket socket, TcpListenOptions options)
    {
        bool noDelay = options.NoDelay;
        KeepAliveSettings? keepAlive = options.KeepAlive;
        return new PortableListener<IStreamSocket>(socket, (accepted, local) =>
        {
            var stream = new PortableStreamSocket(accepted, local, accepted.RemoteEndPoint!);
            if (noDelay)
            {
                accepted.NoDelay = true;
            }

            if (keepAlive is not null)
            {
                PortableOptions.Set(accepted, SocketOptions.KeepAlive, keepAlive);
            }

            return stream;
        });
    }

    private static PortableListener<IUnixStreamSocket> UnixListener(Socket socket, EndPoint? local)
        => new(socket, (accepted, _) => new PortableUnixStreamSocket(accepted, local ?? accepted.LocalEndPoint, accepted.RemoteEndPoint!));

    private static PortableUnixStreamSocket UnixStream(Socket socket) => new(socket, socket.LocalEndPoint, socket.RemoteEndPoint!);
}
