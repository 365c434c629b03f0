namespace AsyncStd.Net;

using AsyncStd.Runtimes.Drivers;

/// <summary>How an idle connection is probed, so that a peer that is gone is noticed. What is null is the system's choice.</summary>
public sealed record TcpKeepAlive
{
    /// <summary>How long nothing must have come before the first probe: 1 to 32,767 s, rounded up to whole seconds. See TCP_KEEPIDLE in tcp(7).</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>How long to wait between probes: 1 to 32,767 s, rounded up to whole seconds. See TCP_KEEPINTVL in tcp(7).</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How many probes may stay unanswered: 1 to 127. See TCP_KEEPCNT in tcp(7).</summary>
    public int? ProbeCount { get; init; }

    internal static TcpKeepAlive? From(KeepAliveSettings? settings)
        => settings is null ? null : new TcpKeepAlive { Idle = settings.Idle, Interval = settings.Interval, ProbeCount = settings.ProbeCount };

    internal KeepAliveSettings ToDriver() => new() { Idle = Idle, Interval = Interval, ProbeCount = ProbeCount };
}
