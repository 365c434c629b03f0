namespace AsyncStd.Stream;

using System.Runtime.CompilerServices;

/// <summary>Checks times that operators are given.</summary>
internal static class Durations
{
    public static void CheckLimit(TimeSpan duration, [CallerArgumentExpression(nameof(duration))] string? name = null)
    {
        if (duration < TimeSpan.Zero && duration != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, duration, "A limit is zero or more time, or Timeout.InfiniteTimeSpan.");
        }
    }

    public static void CheckPeriod(TimeSpan duration, [CallerArgumentExpression(nameof(duration))] string? name = null)
        => ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero, name);
}
