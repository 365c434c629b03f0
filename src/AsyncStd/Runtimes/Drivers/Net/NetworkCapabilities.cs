namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a network driver can do beyond what every driver must: TCP and UDP over IPv4.</summary>
[Flags]
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public enum NetworkCapabilities
{
    /// <summary>Nothing beyond the common part.</summary>
    None = 0,

    /// <summary>Sockets are the system's own: they can be adopted, lent and given away.</summary>
    NativeSockets = 1 << 0,

    /// <summary>There is IPv6.</summary>
    IPv6 = 1 << 1,

    /// <summary>One IPv6 socket can serve IPv4 as well.</summary>
    DualMode = 1 << 2,

    /// <summary>Several sockets can share one port, and the system spreads the load, see SO_REUSEPORT in socket(7).</summary>
    ReusePort = 1 << 3,

    /// <summary>Data can travel with the connection request, see TCP_FASTOPEN in tcp(7).</summary>
    FastOpen = 1 << 4,

    /// <summary>There are Unix stream sockets.</summary>
    UnixStreams = 1 << 5,

    /// <summary>There are Unix datagram sockets.</summary>
    UnixDatagrams = 1 << 6,

    /// <summary>Unix sockets can have names that are no files, see unix(7).</summary>
    AbstractUnixNames = 1 << 7,

    /// <summary>Unnamed connected pairs can be made.</summary>
    SocketPairs = 1 << 8,

    /// <summary>A Unix socket tells who is at the other end.</summary>
    PeerCredentials = 1 << 9,

    /// <summary>A Unix socket can carry descriptors to another process.</summary>
    DescriptorPassing = 1 << 10,

    /// <summary>A batch of datagrams is one call of the system, see sendmmsg(2); without it, one call each.</summary>
    DatagramBatches = 1 << 11,

    /// <summary>A received datagram tells the address and the interface that it was sent to.</summary>
    DatagramDestinations = 1 << 12,

    /// <summary>A multicast group can be limited to one sender.</summary>
    SourceMulticast = 1 << 13,
}
