namespace AsyncStd.Net;

using System.Net;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers;

// Connecting.
public sealed partial class TcpStream
{
    /// <summary>Connects. A name with several addresses has them tried in turn, the next one beside those that have not answered yet, and the first that answers wins.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">How to connect; null for what suits a client.</param>
    /// <param name="cancellationToken">Cancels the look-up and every attempt.</param>
    /// <returns>The connection; the caller disposes it.</returns>
    /// <exception cref="IOException">The name is unknown; or each address refused, was not reachable, or did not answer in time
    /// (<see cref="SocketError.TimedOut"/>): the message names each and says why. See connect(2).</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The network of the runtime lacks what an option needs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no socket is left. The other side may have seen a connection that was closed at once.</remarks>
    public static async ValueTask<TcpStream> ConnectAsync(
        NetAddress address, TcpConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= TcpConnectionOptions.Default;
        options.Check();
        INetwork network = Leaf.Network;
        if (options.Timeout is null && address.EndPoints is [{ } only])
        {
            return new TcpStream(await network.ConnectTcpAsync(only, options.ToDriver(), cancellationToken).ConfigureAwait(false));
        }

        return new TcpStream(await new ConnectRace(network, address, options).RunAsync(cancellationToken).ConfigureAwait(false));
    }
}
