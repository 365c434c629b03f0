namespace AsyncStd.Net;

using AsyncStd.Runtimes.Drivers;

/// <summary>How to listen for TCP connections, and what accepted ones are like.</summary>
public sealed record TcpListenerOptions
{
    /// <summary>What suits a server.</summary>
    public static TcpListenerOptions Default { get; } = new();

    /// <summary>Whether an address still in its closing state may be bound; null: yes where that steals no port from a living listener, so on Unix and not on
    /// Windows. See SO_REUSEADDR in socket(7).</summary>
    public bool? ReuseAddress { get; init; }

    /// <summary>Whether several listeners may share the port, and the system spreads the load; not on Windows. See SO_REUSEPORT in socket(7).</summary>
    public bool ReusePort { get; init; }

    /// <summary>How many connections may wait to be accepted, 1 or more; the system may limit it, see listen(2).</summary>
    public int Backlog { get; init; } = 1024;

    /// <summary>Whether an IPv6 listener refuses IPv4; null: the system's choice. See IPV6_V6ONLY in ipv6(7).</summary>
    public bool? IPv6Only { get; init; }

    /// <summary>How many connections may send data with their request and be unconfirmed; 0: none may. Linux only, see TCP_FASTOPEN in tcp(7).</summary>
    public int FastOpenBacklog { get; init; }

    /// <summary>Whether accepted connections send small pieces at once, see TCP_NODELAY in tcp(7).</summary>
    public bool NoDelay { get; init; }

    /// <summary>How accepted connections are probed when idle; null: not at all.</summary>
    public TcpKeepAlive? KeepAlive { get; init; }

    /// <summary>The receive buffer of accepted connections, in bytes; null: the system's choice.</summary>
    public int? ReceiveBufferSize { get; init; }

    /// <summary>The send buffer of accepted connections, in bytes; null: the system's choice.</summary>
    public int? SendBufferSize { get; init; }

    internal TcpListenOptions ToDriver() => new()
    {
        ReuseAddress = ReuseAddress,
        ReusePort = ReusePort,
        Backlog = Backlog,
        IPv6Only = IPv6Only,
        FastOpenBacklog = FastOpenBacklog,
        NoDelay = NoDelay,
        KeepAlive = KeepAlive?.ToDriver(),
        ReceiveBufferSize = ReceiveBufferSize,
        SendBufferSize = SendBufferSize,
    };
}
