namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>A socket that accepts connections.</summary>
/// <typeparam name="TStream">What a connection is.</typeparam>
/// <remarks>Failures and cancellation follow the rules of <see cref="INetwork"/>.</remarks>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public interface IStreamListener<TStream> : ISocketHandle
    where TStream : IStreamSocket
{
    /// <summary>Waits for a connection; any number of calls may wait at the same time.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The connection; the caller closes it.</returns>
    /// <exception cref="ObjectDisposedException">The listener is closed.</exception>
    /// <exception cref="IOException">
    /// The connection was gone before it was accepted (<see cref="System.Net.Sockets.SocketError.ConnectionAborted"/>), the
    /// process has too many
    /// descriptors (<see cref="System.Net.Sockets.SocketError.TooManyOpenSockets"/>), or the system refused, see accept4(2). The
    /// listener
    /// remains usable, and the driver does not try again by itself.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no connection is lost; one that had arrived goes to the next call.</remarks>
    ValueTask<TStream> AcceptAsync(CancellationToken cancellationToken);
}
