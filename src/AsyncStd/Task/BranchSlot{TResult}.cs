namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>A slot that belongs to one set.</summary>
internal sealed class BranchSlot<TResult>(BranchSet<TResult> set) : BranchSlot
{
    public override TimeSpan? Remaining => set.Remaining;

    public override void Wake(ScheduleReason reason) => set.OnEnded(this);
}
