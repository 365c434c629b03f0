namespace AsyncStd.Runtimes.Timers;

using System.Diagnostics;

/// <summary>The machine's steady clock, for executors and drivers; everything else asks its runtime's <see cref="TimeProvider"/>.</summary>
internal static class MonotonicClock
{
    /// <summary>A moment that never comes: far from where sums overflow.</summary>
    private const long EndOfTime = long.MaxValue / 2;

    private static readonly long s_perMicrosecond = Math.Max(1, Stopwatch.Frequency / 1_000_000);

    /// <summary>Whole milliseconds since some fixed moment, rounded down.</summary>
    public static long Milliseconds => Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Microseconds since some fixed moment, rounded down.</summary>
    public static long Microseconds => Stopwatch.GetTimestamp() / s_perMicrosecond;

    /// <summary>Units of 100 ns since some fixed moment, rounded down.</summary>
    public static long Ticks => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp() / 100
        : (long)((Int128)Stopwatch.GetTimestamp() * TimeSpan.TicksPerSecond / Stopwatch.Frequency);

    /// <summary>How long a node of a wheel that counts milliseconds still has to run; zero or less if it is due.</summary>
    public static TimeSpan UntilMillisecondOf(TimerNode node) => TimeSpan.FromMilliseconds(node.Due - Milliseconds);

    /// <summary>The millisecond at or after <paramref name="delay"/> from now: never early.</summary>
    public static long MillisecondAfter(TimeSpan delay)
    {
        // Rounded up twice, the clock to whole ticks and the sum to milliseconds: late by less than 1 ms, never early.
        long now = Ticks + 1;
        return delay.Ticks >= EndOfTime - now
            ? EndOfTime / TimeSpan.TicksPerMillisecond
            : (now + delay.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
    }
}
