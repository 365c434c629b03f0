namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Asks running branches to stop, and waits for them up to the grace period, whoever else is asked to stop meanwhile.</summary>
internal sealed class BranchStop : BranchSet<Nothing>
{
    private readonly BranchSlot[] _slots;

    private BranchStop(IReadOnlyCollection<JoinHandle> branches)
    {
        _slots = new BranchSlot[branches.Count];
        int i = 0;
        foreach (JoinHandle branch in branches)
        {
            _slots[i] = new BranchSlot<Nothing>(this) { Index = i };
            _slots[i++].Use(branch);
        }
    }

    public override string Description => "stop";

    protected override bool HeedsRequests => false;

    protected override ReadOnlySpan<BranchSlot> Slots => _slots;

    /// <summary>Stops branches. Those that would not are marked as left running.</summary>
    public static ValueTask Run(IReadOnlyCollection<JoinHandle> branches, Runtime runtime)
    {
        var stop = new BranchStop(branches);
        stop.Hold();
        stop.Register();
        ValueTask task = stop.StartWithoutResult(default);
        stop.Begin(runtime, TimeSpan.Zero); // the time is up at once
        stop.Handle();
        return task;
    }

    protected override bool OnBranchEnded(BranchSlot slot) => false;

    protected override void Complete() => TrySetResult(default);
}
