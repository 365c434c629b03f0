namespace AsyncStd.Net;

using System.Net.Sockets;

/// <summary>How a stream of connections deals with too many of them, and with those that fail.</summary>
public sealed record IncomingOptions
{
    /// <summary>No limit, and the usual reactions.</summary>
    public static IncomingOptions Default { get; } = new();

    /// <summary>How many connections of this stream may be open at a time, 1 or more; null: any number. At the limit the next one is accepted when one is disposed,
    /// and the rest wait in the system's backlog.</summary>
    public int? ConnectionLimit { get; init; }

    /// <summary>What to do when accepting fails; by default <see cref="React"/>. Must be quick.</summary>
    public Func<IOException, IncomingReaction> OnError { get; init; } = React;

    /// <summary>How long the first <see cref="IncomingReaction.BackOff"/> in a row lasts, above zero; each further one twice as long.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long one lasts at most; not less than <see cref="BackOff"/>.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The usual reaction: goes on after a connection that was gone before it was accepted, as accept(2) advises; backs off while descriptors or memory
    /// are short, because the connection still waits and would fail again at once; and stops at everything else.</summary>
    /// <param name="failure">What accepting failed with.</param>
    /// <returns>What to do.</returns>
    public static IncomingReaction React(IOException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return (failure.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => IncomingReaction.BackOff,
            SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.NetworkDown or SocketError.NetworkUnreachable
                or SocketError.HostUnreachable or SocketError.HostDown or SocketError.TimedOut or SocketError.OperationNotSupported => IncomingReaction.Continue,
            _ => IncomingReaction.Stop,
        };
    }
}
