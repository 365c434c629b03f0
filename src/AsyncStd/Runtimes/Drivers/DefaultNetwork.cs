namespace AsyncStd.Runtimes.Drivers;

using AsyncStd.Runtimes.Drivers.Linux;
using AsyncStd.Runtimes.Drivers.Portable;

/// <summary>The network driver of runtimes that were given none: one for the process and each choice, made when first asked for.</summary>
/// <remarks>Reached from <see cref="Runtime.Network"/> alone, so that a program without sockets is trimmed of the drivers.</remarks>
internal static class DefaultNetwork
{
    private static readonly NetworkChoices s_choices = new(static () => EpollSupport.Refusal, static () => RingSupport.Refusal);

    /// <summary>The driver for a choice.</summary>
    /// <exception cref="NotSupportedException">The driver was asked for by name and is not to be had here.</exception>
    public static INetwork For(IoKind io) => s_choices.For(io);

    /// <summary>Which driver a runtime has by its choice and why, for <see cref="Runtime.Describe"/>.</summary>
    public static string Describe(Runtime runtime) => s_choices.Describe(runtime.Options.Io, EpollWorkerDriver.RefusalOf(runtime));
}
