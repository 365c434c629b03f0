namespace AsyncStd.Runtimes.Timers;

using System.Diagnostics;

/// <summary>The machine's steady clock, for executors and drivers; everything else asks its runtime's <see cref="TimeProvider"/>.</summary>
internal static class MonotonicClock
{
    private static readonly long s_perMillisecond = Stopwatch.Frequency / 1000;
    private static readonly long s_perMicrosecond = Math.Max(1, Stopwatch.Frequency / 1_000_000);

    /// <summary>Whole milliseconds since some fixed moment, rounded down.</summary>
    public static long Milliseconds => Stopwatch.GetTimestamp() / s_perMillisecond;

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
        long due = Ticks + 1 + delay.Ticks;
        return due < 0 ? long.MaxValue / TimeSpan.TicksPerMillisecond : (due + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
    }
}
