namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Waits for a message, and takes what else there is by the time the awaiting code goes on.</summary>
internal sealed class ReceiveManyWait<T> : QueuedWaiter<ReceiveManyWait<T>, int>
{
    /// <summary>What whoever ends the wait has brought, if he has brought anything.</summary>
    public T? Item;
    public bool HasItem;

    /// <summary>Where the messages go. Not empty.</summary>
    public Memory<T> Buffer;

    protected override int TakeResult()
    {
        if (!HasItem)
        {
            return 0;
        }

        Span<T> buffer = Buffer.Span;
        buffer[0] = Item!;
        return 1 + ((ChannelCore<T>)Host).TryReceiveMany(buffer[1..]);
    }

    protected override void Clear()
    {
        Item = default;
        HasItem = false;
        Buffer = default;
    }

    protected override Exception Refusal() => ((ChannelCore<T>)Host).Error!;
}
