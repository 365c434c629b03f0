namespace AsyncStd.Prelude;

using System.Net;
using AsyncStd.Net;

/// <summary>What AsyncStd adds to <c>Dns</c>.</summary>
public static class DnsExtensions
{
    extension(Dns)
    {
        /// <summary>Looks up the end points of an address, by the resolver of the current runtime.</summary>
        /// <param name="address">The address; one that is an end point already needs no look-up.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        /// <returns>The end points in the order in which to try them, see RFC 6724; at least one.</returns>
        /// <exception cref="IOException">The name is unknown or has no address, or no server answered; the message names what was asked.</exception>
        /// <exception cref="ArgumentException">The name is no name of a host.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: returns at once; a look-up that cannot be stopped goes on behind and its answer is dropped.</remarks>
        /// <example><code>
        /// using System.Net;
        /// using AsyncStd.Net;
        ///
        /// static async Task PrintAsync()
        /// {
        ///     foreach (IPEndPoint endPoint in await Dns.LookupAsync("localhost:80"))
        ///     {
        ///         Console.WriteLine(endPoint);
        ///     }
        /// }
        /// </code></example>
        public static ValueTask<IReadOnlyList<IPEndPoint>> LookupAsync(NetAddress address, CancellationToken cancellationToken = default)
            => Leaf.Refusal is { } refusal ? ValueTask.FromException<IReadOnlyList<IPEndPoint>>(refusal) : Names.ResolveAsync(address, cancellationToken);
    }
}
