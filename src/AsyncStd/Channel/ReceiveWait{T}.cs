namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Waits for a message.</summary>
internal sealed class ReceiveWait<T> : QueuedWaiter<ReceiveWait<T>, T>
{
    /// <summary>What whoever ends the wait has brought.</summary>
    public T? Item;

    protected override T TakeResult() => Item!;

    protected override void Clear() => Item = default;

    protected override Exception Refusal() => ((ChannelCore<T>)Host).ReceiveFailure();
}
