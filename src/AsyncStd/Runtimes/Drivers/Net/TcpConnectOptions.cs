namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;
using System.Net;

/// <summary>How to connect by TCP.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record TcpConnectOptions
{
    /// <summary>What suits a client.</summary>
    public static TcpConnectOptions Default { get; } = new();

    /// <summary>The address to connect from; null: the system's choice. Port 0 takes a free one.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>Whether <see cref="LocalEndPoint"/> may still be in its closing state.</summary>
    public bool ReuseAddress { get; init; }

    /// <summary>Bytes to send first, with the request itself if there is <see cref="NetworkCapabilities.FastOpen"/> and the other
    /// side allows it; the call ends when all are taken. They must be harmless to receive twice.</summary>
    public ReadOnlyMemory<byte> EarlyData { get; init; }

    /// <summary>Whether <see cref="EarlyData"/> may go with the request; if not, it is sent right after.</summary>
    public bool FastOpen { get; init; }

    /// <summary>Whether <see cref="SocketOptions.NoDelay"/> is set.</summary>
    public bool NoDelay { get; init; }

    /// <summary>How the connection is probed when idle; null: not at all.</summary>
    public KeepAliveSettings? KeepAlive { get; init; }

    /// <summary>The receive buffer in bytes, set before connecting; null: the system's choice.</summary>
    public int? ReceiveBufferSize { get; init; }

    /// <summary>The send buffer in bytes, set before connecting; null: the system's choice.</summary>
    public int? SendBufferSize { get; init; }
}
