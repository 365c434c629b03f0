namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>A branch of a select that sends.</summary>
internal class SendBranch<T> : SelectBranch
{
    private readonly Sender<T> _sender;
    private readonly ChannelCore<T> _core;

    public SendBranch(Sender<T> sender, T item)
    {
        _sender = sender;
        _core = sender.Core;
        Item = item;
        Kind = WaitKind.SendBranch;
    }

    public T Item { get; }

    public override bool TryNow()
    {
        TrySendResult result = _sender.TrySend(Item);
        IsClosed = result == TrySendResult.Closed;
        return result != TrySendResult.Full;
    }

    public override void Unregister() => _core.Unregister(this);

    protected override void Register(SelectWait wait) => _core.Register(this);
}
