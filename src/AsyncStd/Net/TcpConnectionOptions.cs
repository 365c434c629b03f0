namespace AsyncStd.Net;

using System.Net;
using AsyncStd.Runtimes.Drivers;

/// <summary>How to connect by TCP, and what the connection is like.</summary>
public sealed record TcpConnectionOptions
{
    /// <summary>What suits a client.</summary>
    public static TcpConnectionOptions Default { get; } = new();

    /// <summary>How long connecting may take in all, look-up and all addresses, above zero; null: as long as the system tries.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long one address is tried before the next one is tried beside it, 10 ms to 2 s are sensible; see RFC 8305, which recommends 250 ms.
    /// Zero tries all at once.</summary>
    public TimeSpan AttemptDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The address to connect from; null: the system's choice. Port 0 takes a free one.</summary>
    public IPEndPoint? LocalEndPoint { get; init; }

    /// <summary>Whether <see cref="LocalEndPoint"/> may still be in its closing state.</summary>
    public bool ReuseAddress { get; init; }

    /// <summary>Whether small pieces are sent at once, see TCP_NODELAY in tcp(7).</summary>
    public bool NoDelay { get; init; }

    /// <summary>How the connection is probed when idle; null: not at all.</summary>
    public TcpKeepAlive? KeepAlive { get; init; }

    /// <summary>The receive buffer in bytes, set before connecting; null: the system's choice.</summary>
    public int? ReceiveBufferSize { get; init; }

    /// <summary>The send buffer in bytes, set before connecting; null: the system's choice.</summary>
    public int? SendBufferSize { get; init; }

    /// <summary>Bytes to send first; with several addresses each that is tried may get them, so they must be harmless to receive twice.</summary>
    public ReadOnlyMemory<byte> EarlyData { get; init; }

    /// <summary>Whether <see cref="EarlyData"/> may travel with the request, where system and peer allow it; else it is sent right after. See TCP_FASTOPEN in tcp(7).</summary>
    public bool FastOpen { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A time is out of its range.</exception>
    internal void Check()
    {
        if (Timeout is { } timeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(Timeout));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(AttemptDelay, TimeSpan.Zero, nameof(AttemptDelay));
    }

    internal TcpConnectOptions ToDriver() => new()
    {
        LocalEndPoint = LocalEndPoint,
        ReuseAddress = ReuseAddress,
        NoDelay = NoDelay,
        KeepAlive = KeepAlive?.ToDriver(),
        ReceiveBufferSize = ReceiveBufferSize,
        SendBufferSize = SendBufferSize,
        EarlyData = EarlyData,
        FastOpen = FastOpen,
    };
}
