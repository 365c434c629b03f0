namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;

/// <summary>Which multicast messages a socket receives.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record MulticastMembership
{
    /// <summary>The group's address, of the socket's family.</summary>
    public required IPAddress Group { get; init; }

    /// <summary>The index of the interface to receive on; 0: the one that <see cref="LocalAddress"/> belongs to, else the
    /// system's choice.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>An IPv4 address of the interface to receive on; null: none is named.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>The only sender to hear; null: all. Needs <see cref="NetworkCapabilities.SourceMulticast"/>.</summary>
    public IPAddress? Source { get; init; }
}
