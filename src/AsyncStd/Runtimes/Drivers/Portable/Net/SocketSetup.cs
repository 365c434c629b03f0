namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers.Portable.Linux;

/// <summary>Makes sockets of the base class library and sets them up as the options say: the same for every driver that begins with one.</summary>
internal static class SocketSetup
{
    /// <summary>A socket that listens.</summary>
    public static Socket ListenTcp(IPEndPoint local, TcpListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Backlog, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.FastOpenBacklog);

        // For a protocol that it does not know, the base class library leaves the reuse of addresses alone; for TCP it always allows it on Unix.
        bool isExclusive = options.ReuseAddress == false && !OperatingSystem.IsWindows();
        return MakeSocket(local.AddressFamily, SocketType.Stream, isExclusive ? ProtocolType.Unspecified : ProtocolType.Tcp, each =>
        {
            if (options.ReuseAddress == true)
            {
                Reuse.SetAddress(each, true);
            }

            PrepareToBind(each, options.ReusePort, options.IPv6Only, options.ReceiveBufferSize, options.SendBufferSize);
            if (options.FastOpenBacklog > 0)
            {
                if (!OperatingSystem.IsLinux())
                {
                    throw SocketFailure.Missing("fast open");
                }

                LinuxOptions.SetFastOpenBacklog(each, options.FastOpenBacklog);
            }

            // Before it is bound, so that what is out of range is refused here, and not by every accept. On Linux accepted connections inherit both, see tcp(7).
            if (options.NoDelay)
            {
                each.NoDelay = true;
            }

            if (options.KeepAlive is { } keepAlive)
            {
                PortableOptions.Set(each, SocketOptions.KeepAlive, keepAlive);
            }

            each.Bind(local);
            each.Listen(options.Backlog);
        });
    }

    /// <summary>A socket that is about to connect.</summary>
    public static Socket ForConnect(IPEndPoint remote, TcpConnectOptions options)
    {
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(options);
        return MakeSocket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp, each => Prepare(each, options));
    }

    /// <summary>What connecting is called in messages.</summary>
    public static string DescribeConnect(IPEndPoint remote, TcpConnectOptions options)
    {
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(options);
        return options.LocalEndPoint is { } local ? $"connect to {remote} from {local}" : $"connect to {remote}";
    }

    /// <summary>A socket that serves both families wants addresses of the wider one.</summary>
    public static EndPoint Mapped(EndPoint remote, AddressFamily family)
        => remote is IPEndPoint { AddressFamily: AddressFamily.InterNetwork } ip && family == AddressFamily.InterNetworkV6
            ? new IPEndPoint(ip.Address.MapToIPv6(), ip.Port)
            : remote;

    /// <summary>A socket that is bound.</summary>
    public static Socket BindUdp(IPEndPoint local, UdpBindOptions options)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(options);
        return MakeSocket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp, each =>
        {
            Prepare(each, options);
            each.Bind(local);
        });
    }

    /// <summary>A socket that listens at a path or abstract name.</summary>
    public static Socket ListenUnix(UnixDomainSocketEndPoint local, UnixListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Backlog, 1);
        return MakeUnixSocket(SocketType.Stream, each =>
        {
            each.Bind(options.RemoveOnClose ? local : new UnownedUnixEndPoint(local));
            each.Listen(options.Backlog);
        });
    }

    /// <summary>A Unix socket without a name.</summary>
    public static Socket ForUnix(SocketType type) => MakeUnixSocket(type, static _ => { });

    /// <summary>A Unix socket for messages.</summary>
    public static Socket BindUnixDatagram(UnixDomainSocketEndPoint? local)
        => MakeUnixSocket(SocketType.Dgram, each =>
        {
            if (local is not null)
            {
                each.Bind(local);
            }
        });

    /// <summary>Makes a socket without waiting; a refusal of the system comes out of the task.</summary>
    public static ValueTask<T> Make<T>(string operation, CancellationToken cancellationToken, Func<T> make)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return new ValueTask<T>(make());
        }
        catch (SocketException e)
        {
            return ValueTask.FromException<T>(SocketFailure.Refused(operation, e));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<T>(e);
        }
    }

    private static void Prepare(Socket socket, TcpConnectOptions options)
    {
        SetBuffers(socket, options.ReceiveBufferSize, options.SendBufferSize);
        if (options.NoDelay)
        {
            socket.NoDelay = true;
        }

        if (options.KeepAlive is { } keepAlive)
        {
            PortableOptions.Set(socket, SocketOptions.KeepAlive, keepAlive);
        }

        if (options.FastOpen && !options.EarlyData.IsEmpty && OperatingSystem.IsLinux())
        {
            LinuxOptions.SetFastOpenConnect(socket);
        }

        if (options.LocalEndPoint is { } local)
        {
            if (options.ReuseAddress)
            {
                Reuse.SetAddress(socket, true);
            }

            socket.Bind(local);
        }
    }

    private static void Prepare(Socket socket, UdpBindOptions options)
    {
        if (options.ReuseAddress)
        {
            Reuse.SetAddress(socket, true);
        }

        PrepareToBind(socket, options.ReusePort, options.IPv6Only, options.ReceiveBufferSize, options.SendBufferSize);
        if (options.Broadcast)
        {
            socket.EnableBroadcast = true;
        }
    }

    private static void PrepareToBind(Socket socket, bool reusePort, bool? isIPv6Only, int? receiveBuffer, int? sendBuffer)
    {
        if (reusePort)
        {
            if (!Reuse.HasPort)
            {
                throw SocketFailure.Missing("sharing of ports");
            }

            Reuse.SetPort(socket, true);
        }

        if (isIPv6Only is { } only && socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.DualMode = !only;
        }

        SetBuffers(socket, receiveBuffer, sendBuffer);
    }

    private static void SetBuffers(Socket socket, int? receive, int? send)
    {
        if (receive is { } receiveSize)
        {
            PortableOptions.Set(socket, SocketOptions.ReceiveBufferSize, receiveSize);
        }

        if (send is { } sendSize)
        {
            PortableOptions.Set(socket, SocketOptions.SendBufferSize, sendSize);
        }
    }

    private static Socket MakeUnixSocket(SocketType type, Action<Socket> prepare)
    {
        if (!Socket.OSSupportsUnixDomainSockets)
        {
            throw SocketFailure.Missing("Unix sockets");
        }

        return MakeSocket(AddressFamily.Unix, type, ProtocolType.Unspecified, prepare);
    }

    /// <summary>A socket that is closed again if anything goes wrong with it.</summary>
    private static Socket MakeSocket(AddressFamily family, SocketType type, ProtocolType protocol, Action<Socket> prepare)
    {
        if (family == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
        {
            throw SocketFailure.Missing("IPv6");
        }

        var socket = new Socket(family, type, protocol);
        try
        {
            prepare(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
