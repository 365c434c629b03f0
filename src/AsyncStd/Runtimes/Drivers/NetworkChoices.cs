namespace AsyncStd.Runtimes.Drivers;

using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStd.Runtimes.Drivers.Portable;

/// <summary>Which network driver each choice leads to on a system that has, or refuses, epoll and a ring.</summary>
/// <param name="whyNoEpoll">Why epoll is not to be had; null if it is. Asked when it matters.</param>
/// <param name="whyNoRing">The same for a ring.</param>
internal sealed class NetworkChoices(Func<string?> whyNoEpoll, Func<string?> whyNoRing)
{
    private const string Elsewhere = "; a thread that is no worker, or the only one, waits by epoll";

    private static readonly Lazy<INetwork> s_portable = new(static () => new PortableNetwork());
    private static readonly Lazy<INetwork> s_epoll = new(static () => new LinuxNetwork(s_portable.Value, usesRing: false));
    private static readonly Lazy<INetwork> s_ring = new(static () => new LinuxNetwork(s_portable.Value, usesRing: true));

    /// <summary>The driver for a choice.</summary>
    /// <exception cref="NotSupportedException">The driver was asked for by name and is not to be had here.</exception>
    public INetwork For(IoKind io) => io switch
    {
        IoKind.Portable => s_portable.Value,
        IoKind.Epoll => whyNoEpoll() is { } refusal ? throw Refused("epoll", refusal) : s_epoll.Value,
        IoKind.IoUring => whyNoRing() is { } refusal ? throw Refused("io-uring", refusal) : s_ring.Value,
        _ => whyNoEpoll() is null ? s_epoll.Value : s_portable.Value,
    };

    /// <summary>Which driver a choice leads to and why, for <see cref="Runtime.Describe"/>.</summary>
    /// <param name="io">The choice.</param>
    /// <param name="whyNoOwnRing">Why the runtime itself was refused a ring, although they are to be had; null if it was not.</param>
    public string Describe(IoKind io, string? whyNoOwnRing = null) => io switch
    {
        IoKind.Portable => "portable (asked for)",
        IoKind.Epoll => whyNoEpoll() is { } refusal ? $"none (epoll was asked for, but {refusal})" : "epoll (asked for)",
        IoKind.IoUring => whyNoRing() is { } refusal ? $"none (io-uring was asked for, but {refusal})"
            : whyNoOwnRing is not null ? $"epoll (io-uring was asked for, but this runtime got no ring: {whyNoOwnRing})"
            : $"io-uring (asked for{Elsewhere})",
        _ => whyNoEpoll() is { } noEpoll ? $"portable ({noEpoll})"
            : whyNoRing() is { } noRing ? $"epoll (the best that this system has; no ring: {noRing})"
            : "epoll (the best that this system has; a ring is to be had by its name, io-uring)",
    };

    private NotSupportedException Refused(string name, string refusal)
    {
        string[] others = [.. whyNoEpoll() is null ? ["'auto'", "'epoll'"] : new[] { "'auto'" }, "'portable'"];
        return new NotSupportedException($"The {name} network driver was asked for and is not to be had: {refusal}. ASYNC_STD_IO allows {string.Join(", ", others[..^1])} and {others[^1]} here.");
    }
}
