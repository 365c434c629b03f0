namespace AsyncStd.Channel;

using AsyncStd.Sync.Waiting;

/// <summary>A branch of a select. One that is about a channel stands in a queue of it while the select waits.</summary>
/// <remarks>It may stay in a queue after the select was settled elsewhere, until the select takes it back: whoever finds it there cannot claim it, and goes on to the next.</remarks>
internal abstract class SelectBranch : QueuedWaiter
{
    private SelectWait? _wait;

    /// <summary>Who decides about the wait that is going on. It stays while the branch may be in a queue: by then the wait itself may be in another use.</summary>
    public SelectState? State { get; private set; }

    /// <summary>Which of the branches it is.</summary>
    public int Index { get; set; }

    /// <summary>The branch was chosen because its channel is closed.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The branch has nothing to wait for any more.</summary>
    public bool IsOff { get; set; }

    /// <summary>Whether there is something to do when the channel is closed; else the branch is off then.</summary>
    public virtual bool TellsEnd => true;

    /// <summary>Whether it wins only if no other does, when several could.</summary>
    public virtual bool IsLast => false;

    /// <summary>Whether the select is settled.</summary>
    public bool IsSettled => State!.IsTaken;

    /// <summary>The select begins.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Whether the branch wins now, without a wait.</summary>
    public abstract bool TryNow();

    /// <summary>Begins to wait; or wins, if there is something now.</summary>
    public void Begin(SelectWait wait)
    {
        _wait = wait;
        State = wait.State;
        Register(wait);
    }

    /// <summary>Takes the branch back. Afterwards nobody claims anything for it.</summary>
    public abstract void Unregister();

    public bool TryClaim() => State!.TryClaim();

    public void EndSelect()
    {
        SelectWait wait = _wait!;
        wait.Winner = Index;
        wait.End(WaitOutcome.Granted);
    }

    /// <summary>Before or after a use: nothing of the last one is left.</summary>
    public virtual void Reset()
    {
        _wait = null;
        State = null;
        IsClosed = false;
    }

    protected abstract void Register(SelectWait wait);
}
