namespace AsyncStd.Hosting;

using System.Net;
using AsyncStd.Net;
using Microsoft.Extensions.Logging;

/// <summary>What the transport logs.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(1, LogLevel.Warning, "Accepting on {Local} failed; reaction: {Reaction}.", EventName = "AcceptFailed")]
    public static partial void AcceptFailed(this ILogger logger, EndPoint local, IncomingReaction reaction, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "Connection {Id} was reset by its peer.", EventName = "ConnectionReset")]
    public static partial void ConnectionReset(this ILogger logger, string id);

    [LoggerMessage(3, LogLevel.Debug, "Connection {Id} failed.", EventName = "ConnectionFailed")]
    public static partial void ConnectionFailed(this ILogger logger, string id, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "Connection {Id} is aborted: {Reason}", EventName = "ConnectionAborted")]
    public static partial void ConnectionAborted(this ILogger logger, string id, string reason);

    [LoggerMessage(5, LogLevel.Error, "A callback of the end of connection {Id} failed.", EventName = "CallbackFailed")]
    public static partial void CallbackFailed(this ILogger logger, string id, Exception exception);
}
