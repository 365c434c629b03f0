namespace AsyncStdTests.Stream;

using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStdTests.Tasks;

/// <summary>What a chain allocates, it allocates once.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void An_item_that_passes_a_chain_allocates_nothing()
    {
        Run(10);
        Run(10_000);

        long more = AllocatedBytes.OnceWarm(0, static () => AllocatedBy(10_000) - AllocatedBy(10));

        more.ShouldBeLessThanOrEqualTo(0);
    }

    private static long AllocatedBy(int items)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(items);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Outside a runtime nothing makes a chain that is ready suspend.</summary>
    private static void Run(int items)
    {
        ValueTask<long> sum = AsyncSequence.Range(0, items)
            .Select(static x => (long)x)
            .Where(static x => x % 2 == 0)
            .Scan(0L, static (all, x) => all + x)
            .StepBy(3)
            .Skip(2)
            .TakeWhile(static _ => true)
            .Inspect(static _ => { })
            .Index()
            .AggregateAsync(0L, static (all, x) => all + x.Index);
        sum.IsCompletedSuccessfully.ShouldBeTrue();
    }
}
