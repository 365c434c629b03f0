namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>A place for a branch: what is done with one item at a time, or what asks for the next.</summary>
internal sealed class ItemSlot(EndedItems ended) : BranchSlot
{
    /// <summary>Which item this is about, from 0.</summary>
    public int Item { get; set; }

    public override TimeSpan? Remaining => null;

    public override void Wake(ScheduleReason reason) => ended.Add(this);
}
