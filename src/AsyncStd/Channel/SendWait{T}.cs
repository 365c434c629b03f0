namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Waits with a message until there is room for it.</summary>
internal sealed class SendWait<T> : QueuedWaiter<SendWait<T>, bool>
{
    /// <summary>The message; it stays here until a receiver moves it, and for ever if the wait ends otherwise.</summary>
    public T? Item;

    protected override bool TakeResult() => true;

    protected override void Clear() => Item = default;

    protected override Exception Refusal() => ((ChannelCore<T>)Host).SendFailure(Item!);
}
