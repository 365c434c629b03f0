namespace AsyncStd.Channel;

using System.Diagnostics.CodeAnalysis;

/// <summary>A handle of the sending side that does not count: it lets one hold on to a channel without keeping it open.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class WeakSender<T>
{
    private readonly ChannelCore<T> _core;

    internal WeakSender(ChannelCore<T> core) => _core = core;

    /// <summary>Makes a handle that counts, unless the channel is closed.</summary>
    /// <param name="sender">The handle, to be disposed of.</param>
    /// <returns>Whether the channel is open.</returns>
    public bool TryUpgrade([NotNullWhen(true)] out Sender<T>? sender)
    {
        sender = _core.TryUpgradeSender() ? new Sender<T>(_core) : null;
        return sender is not null;
    }
}
