namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>One task that a <see cref="BranchSet{TResult}"/> waits for.</summary>
internal abstract class BranchSlot : IWaiter
{
    /// <summary>The next of those that have ended and were not yet looked at.</summary>
    public BranchSlot? Next;

    /// <summary>The task; null while the set is not in use.</summary>
    public JoinHandle? Task { get; private set; }

    /// <summary>Whether the set still waits for the task. Belongs to whoever handles the set's events.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Which of the branches this is, from 0.</summary>
    public int Index { get; init; }

    /// <summary>How much of the limit of the set is left; null without one.</summary>
    public abstract TimeSpan? Remaining { get; }

    public void Use(JoinHandle task)
    {
        Task = task;
        IsWaiting = true;
    }

    public void Forget() => Task = null;

    /// <summary>Starts a branch that was built for this slot, which is its waiter from the beginning. If the runtime refuses it, it has ended with that.</summary>
    public void Start(JoinHandle branch, Runtime runtime, string? file, int line)
    {
        Use(branch);
        branch.SetWaiter(this);
        try
        {
            branch.PublishBranch(runtime, file, line);
        }
        catch (Exception) when (branch.IsCompleted)
        {
        }
    }

    public abstract void Wake(ScheduleReason reason);
}
