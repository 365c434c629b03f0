namespace AsyncStd.Net;

using AsyncStd.Runtimes.Drivers;

/// <summary>How to listen on a Unix socket.</summary>
public sealed record UnixListenerOptions
{
    /// <summary>What suits a server.</summary>
    public static UnixListenerOptions Default { get; } = new();

    /// <summary>How many connections may wait to be accepted, 1 or more; the system may limit it, see listen(2).</summary>
    public int Backlog { get; init; } = 1024;

    /// <summary>Whether disposing the listener removes its path; otherwise the next bind finds it in use.</summary>
    public bool RemoveOnClose { get; init; } = true;

    internal UnixListenOptions ToDriver() => new() { Backlog = Backlog, RemoveOnClose = RemoveOnClose };
}
