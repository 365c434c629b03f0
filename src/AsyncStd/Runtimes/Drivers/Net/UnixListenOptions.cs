namespace AsyncStd.Runtimes.Drivers;

using System.Diagnostics.CodeAnalysis;

/// <summary>How to listen on a Unix socket.</summary>
[Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
public sealed record UnixListenOptions
{
    /// <summary>What suits a server.</summary>
    public static UnixListenOptions Default { get; } = new();

    /// <summary>How many connections may wait to be accepted, at least 1; the system may limit it, see listen(2).</summary>
    public int Backlog { get; init; } = 1024;

    /// <summary>Whether closing the listener removes its path, as the BCL does; otherwise the next bind finds it in
    /// use.</summary>
    public bool RemoveOnClose { get; init; } = true;
}
