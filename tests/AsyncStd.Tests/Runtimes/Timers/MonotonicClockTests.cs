namespace AsyncStdTests.Runtimes.Timers;

using AsyncStd.Runtimes.Timers;

public sealed class MonotonicClockTests
{
    private const long FarFuture = long.MaxValue / 40_000;

    [Theory]
    [InlineData(1)]
    [InlineData(9_999)]
    [InlineData(10_000)]
    [InlineData(10_001)]
    [InlineData(864_000_000_000)]
    public void A_deadline_is_never_before_its_time(long delay)
    {
        long before = MonotonicClock.Ticks;

        long due = MonotonicClock.MillisecondAfter(TimeSpan.FromTicks(delay));

        (due * TimeSpan.TicksPerMillisecond).ShouldBeGreaterThanOrEqualTo(before + delay);
    }

    [Fact]
    public void A_deadline_is_late_by_a_millisecond_at_most()
    {
        long due = MonotonicClock.MillisecondAfter(TimeSpan.FromTicks(1));

        (due * TimeSpan.TicksPerMillisecond).ShouldBeLessThanOrEqualTo(MonotonicClock.Ticks + 2 + TimeSpan.TicksPerMillisecond);
    }

    [Fact]
    public void No_delay_overflows()
    {
        for (long less = 0; less < 200_000; less += 100)
        {
            var delay = TimeSpan.FromTicks(long.MaxValue - MonotonicClock.Ticks - less);

            MonotonicClock.MillisecondAfter(delay).ShouldBeGreaterThan(FarFuture);
        }
    }

    [Fact]
    public void The_longest_delay_ends_in_the_far_future()
    {
        MonotonicClock.MillisecondAfter(TimeSpan.MaxValue).ShouldBeGreaterThan(FarFuture);
    }

    [Fact]
    public void Its_units_tell_the_same_time()
    {
        long before = MonotonicClock.Ticks / TimeSpan.TicksPerMillisecond;
        long milliseconds = MonotonicClock.Milliseconds;
        long after = MonotonicClock.Ticks / TimeSpan.TicksPerMillisecond;

        milliseconds.ShouldBeInRange(before, after);
    }
}
