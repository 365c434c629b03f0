namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Waits until it is worth trying to receive, or to send.</summary>
internal sealed class ReadyWait : QueuedWaiter<ReadyWait, bool>
{
    /// <summary>Whether it is; not if the channel is closed.</summary>
    public bool IsReady;

    protected override bool TakeResult() => IsReady;

    protected override void Clear() => IsReady = false;

    protected override Exception Refusal() => ((IClosable)Host).Error!;
}
