namespace AsyncStdTests.Timers;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;

public sealed class LongTurnTests
{
    [Theory]
    [InlineData(RuntimeKind.WorkStealing)]
    [InlineData(RuntimeKind.ThreadPool)]
    [InlineData(RuntimeKind.CurrentThread)]
    public void A_sleep_that_is_begun_at_the_end_of_a_long_turn_is_not_early(RuntimeKind kind)
    {
        var turn = TimeSpan.FromMilliseconds(20);
        var sleep = TimeSpan.FromMilliseconds(5);
        using var runtime = new RuntimeBuilder().Use(kind).ThreadCount(1).Build();

        var shortest = runtime.BlockOn(async () =>
        {
            var least = TimeSpan.MaxValue;
            for (var i = 0; i < 5; i++)
            {
                await Task.YieldNow();
                Spin(turn); // a clock that was read when the turn began would be this much behind
                var start = Stopwatch.GetTimestamp();
                await Task.Sleep(sleep);
                least = TimeSpan.FromTicks(Math.Min(least.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
            }

            return least;
        });

        shortest.ShouldBeGreaterThanOrEqualTo(sleep);
    }

    private static void Spin(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Thread.SpinWait(10);
        }
    }
}
