namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Waits for a message.</summary>
internal sealed class ReceiveWait<T> : QueuedWaiter<ReceiveWait<T>, T>
{
    /// <summary>What whoever ends the wait has brought.</summary>
    public T? Item;

    protected override T TakeResult() => Kind == WaitKind.ReceiveFromSource ? ((IMessageSource<T>)Host).Renew(Item!) : Item!;

    protected override void Clear() => Item = default;

    protected override Exception Refusal() => ((IClosable)Host).ReceiveFailure();
}
