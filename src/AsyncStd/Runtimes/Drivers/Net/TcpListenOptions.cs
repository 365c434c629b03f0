namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>How to listen for TCP connections.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record TcpListenOptions
{
    /// <summary>What suits a server.</summary>
    public static TcpListenOptions Default { get; } = new();

    /// <summary>Whether an address still in its closing state may be bound; null: yes where that steals no port from a living
    /// listener, so on Unix and not on Windows.</summary>
    public bool? ReuseAddress { get; init; }

    /// <summary>Whether several listeners may share the port; needs <see cref="NetworkCapabilities.ReusePort"/>.</summary>
    public bool ReusePort { get; init; }

    /// <summary>How many connections may wait to be accepted, at least 1; the system may limit it, see listen(2).</summary>
    public int Backlog { get; init; } = 1024;

    /// <summary>Whether an IPv6 listener refuses IPv4; null: the system's choice. False needs
    /// <see cref="NetworkCapabilities.DualMode"/>.</summary>
    public bool? IPv6Only { get; init; }

    /// <summary>How many connections may send data with their request and be unconfirmed; 0: none may. Else needs
    /// <see cref="NetworkCapabilities.FastOpen"/>.</summary>
    public int FastOpenBacklog { get; init; }

    /// <summary>The receive buffer of accepted connections, in bytes; null: the system's choice.</summary>
    public int? ReceiveBufferSize { get; init; }

    /// <summary>The send buffer of accepted connections, in bytes; null: the system's choice.</summary>
    public int? SendBufferSize { get; init; }

    /// <summary>Whether accepted connections have <see cref="SocketOptions.NoDelay"/> set, before they are handed out.</summary>
    public bool NoDelay { get; init; }

    /// <summary>How accepted connections are probed when idle, set before they are handed out; null: not at all.</summary>
    public KeepAliveSettings? KeepAlive { get; init; }
}
