namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>How an idle connection is probed; what is null is the system's choice. Times are rounded up to whole seconds where
/// the system counts so.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record KeepAliveSettings
{
    /// <summary>How long nothing must have come before the first probe, see TCP_KEEPIDLE in tcp(7).</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>How long to wait between probes, see TCP_KEEPINTVL in tcp(7).</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How many probes may stay unanswered, see TCP_KEEPCNT in tcp(7).</summary>
    public int? ProbeCount { get; init; }
}
