namespace AsyncStd.Runtimes.Drivers.Portable;

using System.Net;
using System.Net.Sockets;

/// <summary>Names by the system's resolver, which blocks: each look-up has a thread while it lasts, and is abandoned when cancelled.</summary>
internal sealed class PortableNameResolver : INameResolver
{
    /// <summary>Longer ones no name server knows, see RFC 1035.</summary>
    private const int LongestName = 255;

    public string HostName => Dns.GetHostName();

    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, AddressFamily family, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        if (host.Length > LongestName || host.AsSpan().IndexOfAny(' ', '/', '\0') >= 0)
        {
            throw new ArgumentException($"'{host}' is no name of a host.", nameof(host));
        }

        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return family == AddressFamily.Unspecified || family == address.AddressFamily
                ? new ValueTask<IReadOnlyList<IPAddress>>([address])
                : ValueTask.FromException<IReadOnlyList<IPAddress>>(Unknown(host, family, new SocketException((int)SocketError.NoData)));
        }

        return Ambient.ForLeaf.RunBlockingAsync(
            BlockingKind.Unbounded, (host, family), static request => LookUp(request.host, request.family), static (_, _) => { }, cancellationToken);
    }

    public ValueTask<string> ResolveNameAsync(IPAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Ambient.ForLeaf.RunBlockingAsync(BlockingKind.Unbounded, address, static address => LookUpName(address), static (_, _) => { }, cancellationToken);
    }

    private static IReadOnlyList<IPAddress> LookUp(string host, AddressFamily family)
    {
        IPAddress[] found;
        try
        {
            found = Dns.GetHostAddresses(host, family);
        }
        catch (SocketException e)
        {
            throw Unknown(host, family, e);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"'{host}' is no name of a host.", nameof(host), e);
        }

        return found.Length > 0 ? found : throw Unknown(host, family, new SocketException((int)SocketError.NoData));
    }

    private static string LookUpName(IPAddress address)
    {
        string name;
        try
        {
            name = Dns.GetHostEntry(address).HostName;
        }
        catch (SocketException e)
        {
            throw SocketFailure.Refused($"look up the name of {address}", e);
        }

        return IPAddress.TryParse(name, out _)
            ? throw SocketFailure.Refused($"look up the name of {address}", SocketError.HostNotFound) // the system hands the address back if there is none
            : name;
    }

    private static IOException Unknown(string host, AddressFamily family, SocketException cause)
        => SocketFailure.Refused($"look up '{host}'{(family == AddressFamily.Unspecified ? "" : $" ({family})")}", cause);
}
