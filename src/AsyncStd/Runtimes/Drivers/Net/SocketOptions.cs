namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>The socket options that drivers are expected to know; <see cref="INetwork.Supports"/> tells which a driver
/// does.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public static class SocketOptions
{
    /// <summary>Whether small pieces are sent at once instead of being collected, see TCP_NODELAY in tcp(7).</summary>
    public static SocketOption<bool> NoDelay { get; } = new("no-delay");

    /// <summary>Whether and how an idle connection is probed; null: not at all. See SO_KEEPALIVE in socket(7).</summary>
    public static SocketOption<KeepAliveSettings?> KeepAlive { get; } = new("keep-alive");

    /// <summary>How long closing waits for unsent data before it resets the connection; null: closing returns at once and the
    /// system goes on sending. See SO_LINGER in socket(7).</summary>
    public static SocketOption<TimeSpan?> Linger { get; } = new("linger");

    /// <summary>How long sent data may stay unacknowledged before the connection is given up; zero: the system's own rule. See
    /// TCP_USER_TIMEOUT in tcp(7).</summary>
    public static SocketOption<TimeSpan> UserTimeout { get; } = new("user-timeout");

    /// <summary>The system's buffer for received data, in bytes. Linux reports twice what was set, see SO_RCVBUF in
    /// socket(7).</summary>
    public static SocketOption<int> ReceiveBufferSize { get; } = new("receive-buffer-size");

    /// <summary>The system's buffer for data to be sent, in bytes. Linux reports twice what was set, see SO_SNDBUF in
    /// socket(7).</summary>
    public static SocketOption<int> SendBufferSize { get; } = new("send-buffer-size");

    /// <summary>Through how many routers a packet may pass, 1 to 255; for IPv6 the hop limit. See IP_TTL in ip(7).</summary>
    public static SocketOption<int> TimeToLive { get; } = new("time-to-live");

    /// <summary>The class of service of sent packets, 0 to 255, see IP_TOS in ip(7).</summary>
    public static SocketOption<int> TrafficClass { get; } = new("traffic-class");

    /// <summary>Whether packets may not be split on their way, see IP_MTU_DISCOVER in ip(7).</summary>
    public static SocketOption<bool> DontFragment { get; } = new("dont-fragment");

    /// <summary>Whether an address still in its closing state may be bound again; set when binding. See SO_REUSEADDR in
    /// socket(7).</summary>
    public static SocketOption<bool> ReuseAddress { get; } = new("reuse-address");

    /// <summary>Whether several sockets may share a port; set when binding. See SO_REUSEPORT in socket(7).</summary>
    public static SocketOption<bool> ReusePort { get; } = new("reuse-port");

    /// <summary>Whether an IPv6 socket refuses IPv4; set when binding. See IPV6_V6ONLY in ipv6(7).</summary>
    public static SocketOption<bool> IPv6Only { get; } = new("ipv6-only");

    /// <summary>Whether messages may be sent to broadcast addresses, see SO_BROADCAST in socket(7).</summary>
    public static SocketOption<bool> Broadcast { get; } = new("broadcast");

    /// <summary>Whether sent multicast messages come back to this host, see IP_MULTICAST_LOOP in ip(7).</summary>
    public static SocketOption<bool> MulticastLoopback { get; } = new("multicast-loopback");

    /// <summary>Through how many routers a multicast message may pass, 0 to 255, see IP_MULTICAST_TTL in ip(7).</summary>
    public static SocketOption<int> MulticastTimeToLive { get; } = new("multicast-time-to-live");

    /// <summary>The index of the interface that multicast messages leave by; 0: the system's choice. See IP_MULTICAST_IF in
    /// ip(7).</summary>
    public static SocketOption<int> MulticastInterface { get; } = new("multicast-interface");

    /// <summary>Whether received datagrams tell where they were sent to, see IP_PKTINFO in ip(7); needs
    /// <see cref="NetworkCapabilities.DatagramDestinations"/>.</summary>
    public static SocketOption<bool> DatagramDestinations { get; } = new("datagram-destinations");
}
