namespace AsyncStdTests.Runtimes;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdTests.Tasks;

/// <summary>What being prepared for a call that blocks costs in memory.</summary>
public sealed class SectionAllocationTests
{
    private const int Calls = 10_000;

    /// <summary>Once in a slice's budget the calling code gives way, in a method of the base class library's builder.</summary>
    private const long ForGivingWay = ((Calls / 64) + 1) * 300;

    [OptimizedFact]
    public void A_section_and_a_short_call_allocate_nothing_but_to_give_way()
    {
        long bytes = AllocatedBytes.OnThreadWithEmptyContext(static () =>
        {
            using Runtime runtime = TestRuntime.Builder().Use(RuntimeKind.WorkStealing).ThreadCount(1).Build().Steady();
            return AllocatedBytes.OnceWarm(ForGivingWay, () => runtime.BlockOn(async () => await MeasureAsync(runtime)));
        });

        bytes.ShouldBeLessThanOrEqualTo(ForGivingWay);
    }

    private static async JoinHandle<long> MeasureAsync(Runtime runtime)
    {
        long bytes = 0;
        for (int i = 0; i < Calls; i++)
        {
            int thread = Environment.CurrentManagedThreadId;
            long before = AllocatedBytes.SoFar;
            using (runtime.BlockingSection())
            {
            }

            await runtime.RunBlockingAsync(BlockingKind.Short, i, static number => number);
            bytes += thread == Environment.CurrentManagedThreadId ? AllocatedBytes.SoFar - before : 0;
        }

        return bytes;
    }
}
