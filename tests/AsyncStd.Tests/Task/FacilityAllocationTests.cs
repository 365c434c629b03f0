namespace AsyncStdTests.Tasks;

using AsyncStd.Prelude;

/// <summary>What ticking and taking budget allocate, on a runtime that does everything on the measuring thread.</summary>
public sealed class FacilityAllocationTests
{
    private const int Operations = 10_000;

    [OptimizedFact]
    public void Waiting_for_ticks_allocates_nothing() => AllocatedByTicks(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)).ShouldBe(0);

    [OptimizedFact]
    public void Taking_ticks_that_are_due_allocates_nothing() => AllocatedByTicks(TimeSpan.FromTicks(1), TimeSpan.Zero).ShouldBe(0);

    [OptimizedFact]
    public void Enumerating_ticks_allocates_nothing_for_each()
    {
        var bytes = AllocationTests.OnRuntime(static runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(static async () =>
        {
            var before = 0L;
            await foreach (var number in Task.Interval(TimeSpan.FromMilliseconds(1)))
            {
                if (number == 10)
                {
                    before = AllocatedBytes.SoFar;
                }
                else if (number == Operations)
                {
                    break;
                }
            }

            return AllocatedBytes.SoFar - before;
        })));

        bytes.ShouldBe(0);
    }

    [OptimizedFact]
    public void Taking_budget_allocates_nothing()
    {
        var bytes = AllocationTests.OnRuntime(static runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(static async () =>
        {
            var before = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                await Task.ConsumeBudget();
            }

            return AllocatedBytes.SoFar - before;
        })));

        bytes.ShouldBe(0);
    }

    private static long AllocatedByTicks(TimeSpan period, TimeSpan firstAfter)
        => AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(async () =>
        {
            var interval = Task.Interval(period, firstAfter: firstAfter);
            await interval.TickAsync();
            await interval.TickAsync();
            var before = AllocatedBytes.SoFar;
            for (var i = 0; i < Operations; i++)
            {
                await interval.TickAsync();
            }

            return AllocatedBytes.SoFar - before;
        })));
}
