namespace AsyncStd.Runtimes.Timers;

/// <summary>Time in steps of ten milliseconds, as small as fits into every task: for "since when", where a little off does no harm.</summary>
internal static class CoarseClock
{
    private const int StepMilliseconds = 10;

    /// <summary>Steps since some fixed moment, from the operating system's cheapest clock; never 0. Wraps around after 497 days.</summary>
    public static uint Now => NotZero(Environment.TickCount64 / StepMilliseconds);

    /// <summary>The same from a clock that is not the system's.</summary>
    public static uint Of(TimeProvider clock) => NotZero(clock.GetTimestamp() / Math.Max(1, clock.TimestampFrequency / (1000 / StepMilliseconds)));

    /// <summary>The time between two readings.</summary>
    public static TimeSpan Between(uint since, uint now) => TimeSpan.FromMilliseconds((long)unchecked(now - since) * StepMilliseconds);

    /// <summary>0 stands for a time that is not known.</summary>
    private static uint NotZero(long steps) => Math.Max(1, unchecked((uint)steps));
}
