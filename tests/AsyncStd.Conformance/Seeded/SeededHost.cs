namespace AsyncStdConformance.Seeded;

using AsyncStd.Runtimes;

/// <summary>A simulated machine: tasks and randomness of its own, on the one thread that all machines share. It can go down.</summary>
internal sealed class SeededHost(SeededRuntime world, string name)
    : RuntimeView(world, new RuntimeOptions { Name = name, SliceBudget = 0, Entropy = Entropy.FromSeed(world.Entropy.NextUInt64()) })
{
    public bool IsDown { get; private set; }

    public void Crash() => IsDown = true;

    protected override void Schedule(WorkItem item, ScheduleReason reason)
    {
        if (!IsDown)
        {
            base.Schedule(item, reason);
        }
    }
}
