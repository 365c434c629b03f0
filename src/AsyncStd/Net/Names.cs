namespace AsyncStd.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Drivers;

/// <summary>From addresses to end points, by the resolver of the current runtime.</summary>
internal static class Names
{
    public static ValueTask<IReadOnlyList<IPEndPoint>> ResolveAsync(NetAddress address, CancellationToken cancellationToken)
        => ResolveAsync(Ambient.ForLeaf.Network, address, cancellationToken);

    public static ValueTask<IReadOnlyList<IPEndPoint>> ResolveAsync(INetwork network, NetAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Host is { } host
            ? LookUpAsync(network.Names, host, address.Port, cancellationToken)
            : new ValueTask<IReadOnlyList<IPEndPoint>>(address.EndPoints);
    }

    /// <summary>Does something with the first end point with which it works.</summary>
    /// <exception cref="IOException">It works with none; the message names each and says why.</exception>
    public static async ValueTask<T> WithFirstAsync<T>(
        string operation,
        NetAddress address,
        Func<INetwork, IPEndPoint, CancellationToken, ValueTask<T>> attempt,
        CancellationToken cancellationToken)
    {
        INetwork network = Leaf.Network;
        List<Exception>? failures = null;
        foreach (IPEndPoint endPoint in await ResolveAsync(network, address, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                return await attempt(network, endPoint, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or NotSupportedException)
            {
                (failures ??= []).Add(e);
            }
        }

        throw AllFailed(operation, address, failures!);
    }

    /// <summary>One exception for several attempts. Its inner one is that of the first attempt with a code, so that it can be asked for.</summary>
    public static Exception AllFailed(string operation, NetAddress address, IReadOnlyList<Exception> failures)
        => failures.Count == 1 || failures.All(static each => each is NotSupportedException)
            ? failures[0]
            : new IOException(
                $"Cannot {operation} {address}: no address of {failures.Count} works. {string.Join(' ', failures.Select(static each => each.Message))}",
                failures.Select(static each => each.InnerException as SocketException).FirstOrDefault(static cause => cause is not null) ?? failures[0].InnerException ?? failures[0]);

    private static async ValueTask<IReadOnlyList<IPEndPoint>> LookUpAsync(INameResolver names, string host, int port, CancellationToken cancellationToken)
    {
        IReadOnlyList<IPAddress> addresses = await names.ResolveAsync(host, AddressFamily.Unspecified, cancellationToken).ConfigureAwait(false);
        return addresses.Count > 0
            ? [.. addresses.Select(each => new IPEndPoint(each, port))]
            : throw new IOException($"Cannot look up '{host}': it has no address.", new SocketException((int)SocketError.NoData));
    }
}
