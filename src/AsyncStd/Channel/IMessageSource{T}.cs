namespace AsyncStd.Channel;

using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>A receiver that takes nothing from others, of a broadcast or of a watch: what <see cref="MessageSource"/> receives from.</summary>
internal interface IMessageSource<T> : IClosable, IEnumerationSource<T>
{
    /// <summary>The gate of the broadcast or of the watch.</summary>
    ref SpinGate Gate { get; }

    /// <summary>Under the gate: what <see cref="Take"/> would say; a gap counts as a message.</summary>
    TryReceiveResult Look();

    /// <summary>Under the gate: takes the next message, if there is one.</summary>
    /// <param name="item">The message.</param>
    /// <param name="missed">How many messages were missed; then there is none this time.</param>
    /// <param name="ended">What ends with this message, without the gate.</param>
    TryReceiveResult Take(out T? item, out long missed, out ChannelCompletion? ended);

    /// <summary>Under the gate, and only if there is nothing and something may come: begins to wait.</summary>
    void Enqueue(QueuedWaiter waiter);

    /// <summary>On the awaiting side, without the gate: what somebody gets who was handed a message when it was sent.</summary>
    T Renew(T item);
}
