namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>A branch of a select that receives.</summary>
internal class ReceiveBranch<T> : SelectBranch
{
    private readonly Receiver<T> _receiver;
    private readonly ChannelCore<T> _core;

    public ReceiveBranch(Receiver<T> receiver)
    {
        _receiver = receiver;
        _core = receiver.Core;
        Kind = WaitKind.ReceiveBranch;
    }

    protected T? Item { get; private set; }

    /// <summary>The select is claimed, and this is what for.</summary>
    public void Bring(T? item) => Item = item;

    public override bool TryNow()
    {
        switch (_receiver.TryReceive(out T? item))
        {
            case TryReceiveResult.Received:
                Item = item;
                return true;
            case TryReceiveResult.Closed:
                IsClosed = true;
                return true;
            default:
                return false;
        }
    }

    public override void Unregister() => _core.Unregister(this);

    public override void Reset()
    {
        base.Reset();
        Item = default;
    }

    protected override void Register(SelectWait wait) => _core.Register(this);
}
