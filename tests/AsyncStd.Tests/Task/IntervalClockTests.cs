namespace AsyncStdTests.Tasks;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdTests.Runtimes;

public sealed class IntervalClockTests
{
    [Fact]
    public void A_clock_that_refuses_a_timer_fails_the_wait_and_the_next_one_works()
    {
        var clock = new RefusingClock();
        using Runtime runtime = TestRuntime.Builder().ThreadCount(1).UseClock(clock).Build();
        runtime.BlockOn(async () =>
        {
            using Interval interval = Task.Interval(TimeSpan.FromHours(1));
            clock.Refuses = true;
            (await Should.ThrowAsync<InvalidOperationException>(async () => await interval.TickAsync())).Message.ShouldBe("no more timers");

            clock.Refuses = false;
            interval.Reset(TimeSpan.FromMilliseconds(1));
            (await interval.TickAsync()).ShouldBe(0);
        });
    }

    private sealed class RefusingClock : TimeProvider
    {
        public volatile bool Refuses;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => Refuses ? throw new InvalidOperationException("no more timers") : base.CreateTimer(callback, state, dueTime, period);
    }
}
