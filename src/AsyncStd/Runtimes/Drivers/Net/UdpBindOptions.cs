namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>How to bind a UDP socket.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record UdpBindOptions
{
    /// <summary>A socket that has its port alone.</summary>
    public static UdpBindOptions Default { get; } = new();

    /// <summary>Whether others that also say so may bind the same address, as listeners to multicast do.</summary>
    public bool ReuseAddress { get; init; }

    /// <summary>Whether several sockets may share the port and the load; needs
    /// <see cref="NetworkCapabilities.ReusePort"/>.</summary>
    public bool ReusePort { get; init; }

    /// <summary>Whether an IPv6 socket refuses IPv4; null: the system's choice. False needs
    /// <see cref="NetworkCapabilities.DualMode"/>.</summary>
    public bool? IPv6Only { get; init; }

    /// <summary>Whether messages may be sent to broadcast addresses.</summary>
    public bool Broadcast { get; init; }

    /// <summary>The receive buffer in bytes; null: the system's choice.</summary>
    public int? ReceiveBufferSize { get; init; }

    /// <summary>The send buffer in bytes; null: the system's choice.</summary>
    public int? SendBufferSize { get; init; }
}
