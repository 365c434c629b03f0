namespace AsyncStd.Channel;

using System.Diagnostics.CodeAnalysis;

/// <summary>A handle of the receiving side that does not count: it lets one hold on to a channel without keeping it open.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class WeakReceiver<T>
{
    private readonly ChannelCore<T> _core;

    internal WeakReceiver(ChannelCore<T> core) => _core = core;

    /// <summary>Makes a handle that counts, unless the channel is closed.</summary>
    /// <param name="receiver">The handle, to be disposed of.</param>
    /// <returns>Whether the channel is open.</returns>
    public bool TryUpgrade([NotNullWhen(true)] out Receiver<T>? receiver)
    {
        receiver = _core.TryUpgradeReceiver() ? new Receiver<T>(_core) : null;
        return receiver is not null;
    }
}
