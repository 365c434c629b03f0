namespace AsyncStd.Net;

using AsyncStd.Runtimes.Drivers;

/// <summary>How to bind a UDP socket.</summary>
public sealed record UdpSocketOptions
{
    /// <summary>A socket that has its port alone.</summary>
    public static UdpSocketOptions Default { get; } = new();

    /// <summary>Whether others that also say so may bind the same address, as listeners to multicast do. See SO_REUSEADDR in socket(7).</summary>
    public bool ReuseAddress { get; init; }

    /// <summary>Whether several sockets may share the port and the load; not on Windows. See SO_REUSEPORT in socket(7).</summary>
    public bool ReusePort { get; init; }

    /// <summary>Whether an IPv6 socket refuses IPv4; null: the system's choice. See IPV6_V6ONLY in ipv6(7).</summary>
    public bool? IPv6Only { get; init; }

    /// <summary>Whether messages may be sent to broadcast addresses.</summary>
    public bool EnableBroadcast { get; init; }

    /// <summary>The receive buffer in bytes; null: the system's choice.</summary>
    public int? ReceiveBufferSize { get; init; }

    /// <summary>The send buffer in bytes; null: the system's choice.</summary>
    public int? SendBufferSize { get; init; }

    internal UdpBindOptions ToDriver() => new()
    {
        ReuseAddress = ReuseAddress,
        ReusePort = ReusePort,
        IPv6Only = IPv6Only,
        Broadcast = EnableBroadcast,
        ReceiveBufferSize = ReceiveBufferSize,
        SendBufferSize = SendBufferSize,
    };
}
