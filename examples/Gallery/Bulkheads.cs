namespace Samples.Gallery;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>
/// Heavy work cannot make requests wait if it has a runtime of its own: a bulkhead. The same load runs twice, first with everything on one runtime,
/// then with the heavy work beside it. What counts is how long the slowest request took.
/// </summary>
internal static class Bulkheads
{
    private const int HeavyJobs = 20;
    private const int Requests = 40;

    public static async Task RunAsync(string[] args)
    {
        await using Runtime front = new RuntimeBuilder().Name("front").Use(RuntimeKind.WorkStealing).ThreadCount(1).Build();
        await using Runtime back = new RuntimeBuilder().Name("back").Use(RuntimeKind.WorkStealing).ThreadCount(1).Build();

        TimeSpan together = await MeasureAsync(front, front);
        await Console.PrintlnAsync($"on one runtime, the slowest of {Requests} requests took {together.TotalMilliseconds:F0} ms");
        TimeSpan apart = await MeasureAsync(front, back);
        await Console.PrintlnAsync($"on two runtimes, the slowest of {Requests} requests took {apart.TotalMilliseconds:F0} ms");
    }

    private static async Task<TimeSpan> MeasureAsync(Runtime forRequests, Runtime forHeavyWork)
    {
        JoinHandle[] heavy = [.. Enumerable.Range(0, HeavyJobs).Select(_ => forHeavyWork.Spawn(Compute, "heavy job"))];
        var slowest = TimeSpan.Zero;
        for (int i = 0; i < Requests; i++)
        {
            long start = Runtime.Current.Clock.GetTimestamp();
            await forRequests.Spawn(async () => await Task.YieldNow(), "request");
            TimeSpan time = Runtime.Current.Clock.GetElapsedTime(start);
            slowest = time > slowest ? time : slowest;
        }

        await Task.Join(heavy);

        return slowest;
    }

    /// <summary>About ten milliseconds of arithmetic, without a pause in which anything else could run on this thread.</summary>
    private static void Compute()
    {
        TimeProvider clock = Runtime.Current.Clock;
        long start = clock.GetTimestamp();
        double sum = 0;
        while (clock.GetElapsedTime(start) < TimeSpan.FromMilliseconds(10))
        {
            sum += Math.Sqrt(sum + 1);
        }
    }
}
