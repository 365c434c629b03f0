namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

/// <summary>Turns host names into addresses, and back.</summary>
/// <remarks>A separate part so that it can be replaced without the rest of the network. Failures follow the rules of
/// <see cref="INetwork"/>. Any number of calls may be under way.</remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface INameResolver
{
    /// <summary>This host's own name.</summary>
    string HostName { get; }

    /// <summary>Looks up the addresses of a host.</summary>
    /// <param name="host">A name, without a port; an address in text form is given back as it is. An internationalized name is
    /// looked up in its ASCII form.</param>
    /// <param name="family">Which addresses; <see cref="AddressFamily.Unspecified"/> for all.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The addresses in the order in which to try them, see RFC 6724; at least one.</returns>
    /// <exception cref="ArgumentException"><paramref name="host"/> is empty, too long or no name.</exception>
    /// <exception cref="IOException">The name is unknown, has no such address, or no server answered, see getaddrinfo(3). The
    /// inner exception tells which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the call ends at once; a look-up that cannot be stopped goes on behind and its answer is
    /// dropped.</remarks>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, AddressFamily family, CancellationToken cancellationToken);

    /// <summary>Looks up the name of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The name.</returns>
    /// <exception cref="IOException">The address has no name, or no server answered, see getnameinfo(3).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the call ends at once; a look-up that cannot be stopped goes on behind and its answer is
    /// dropped.</remarks>
    ValueTask<string> ResolveNameAsync(IPAddress address, CancellationToken cancellationToken);
}
