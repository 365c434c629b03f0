namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>Waits until one branch of a select has won.</summary>
internal sealed class SelectWait : QueuedWaiter<SelectWait, int>
{
    public static readonly IWaiterHost SharedHost = new SelectHost();

    /// <summary>Who decides. A new one for each wait: whoever comes late finds that it is taken.</summary>
    public SelectState? State { get; set; }

    /// <summary>The branch that has won.</summary>
    public int Winner { get; set; }

    protected override int TakeResult() => Winner;

    protected override void Clear()
    {
        State = null;
        Winner = 0;
    }

    private sealed class SelectHost : IWaiterHost
    {
        public string WaitName => "select";

        public void CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
        {
            if (((SelectWait)waiter).State!.TryClaim())
            {
                waiter.CanceledBy = cancellationToken;
                waiter.End(WaitOutcome.Cancelled);
            }
        }
    }
}
