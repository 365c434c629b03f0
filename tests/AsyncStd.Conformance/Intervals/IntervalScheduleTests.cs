namespace AsyncStdConformance.Intervals;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>When ticks come. Exactly, in virtual time; never early, in real time.</summary>
public sealed class IntervalScheduleTests
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(10);

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_first_tick_comes_after_one_period_and_each_other_a_period_later(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var log = new TickLog(runtime, Task.Interval(s_period));

            await log.Wait(4);

            log.Ticks.ShouldBe([(0, 10), (1, 20), (2, 30), (3, 40)]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_first_tick_comes_when_it_was_asked_for(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var atOnce = new TickLog(runtime, Task.Interval(s_period, firstAfter: TimeSpan.Zero));
            await atOnce.Wait(2);
            atOnce.Ticks.ShouldBe([(0, 0), (1, 10)]);

            var later = new TickLog(runtime, Task.Interval(s_period, firstAfter: TimeSpan.FromMilliseconds(25)));
            await later.Wait(2);
            later.Ticks.ShouldBe([(0, 25), (1, 35)]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Work_between_two_ticks_does_not_add_up(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (MissedTicks missed in Enum.GetValues<MissedTicks>())
            {
                var log = new TickLog(runtime, Task.Interval(s_period, missed));
                for (int i = 0; i < 4; i++)
                {
                    await log.Wait(1);
                    await Task.Sleep(TimeSpan.FromMilliseconds(7.5));
                }

                log.Ticks.ShouldBe([(0, 10), (1, 20), (2, 30), (3, 40)], missed.ToString());
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Missed_ticks_come_in_a_burst(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var log = new TickLog(runtime, Task.Interval(s_period));
            await Task.Sleep(TimeSpan.FromMilliseconds(35));

            await log.Wait(5);

            log.Ticks.ShouldBe([(0, 35), (1, 35), (2, 35), (3, 40), (4, 50)]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Missed_ticks_delay_the_schedule(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var log = new TickLog(runtime, Task.Interval(s_period, MissedTicks.Delay));
            await Task.Sleep(TimeSpan.FromMilliseconds(35));
            await log.Wait(2);
            await Task.Sleep(TimeSpan.FromMilliseconds(12));
            await log.Wait(2);

            log.Ticks.ShouldBe([(0, 35), (1, 45), (2, 57), (3, 67)]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Missed_ticks_are_skipped_and_leave_the_schedule_alone(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var log = new TickLog(runtime, Task.Interval(s_period, MissedTicks.Skip));
            await Task.Sleep(TimeSpan.FromMilliseconds(35));
            await log.Wait(2);
            await Task.Sleep(TimeSpan.FromMilliseconds(20));
            await log.Wait(2);

            // At 60 the ticks 4 and 5 are due, and the later of them stands for both.
            log.Ticks.ShouldBe([(2, 35), (3, 40), (5, 60), (6, 70)]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void A_reset_begins_the_schedule_anew_and_forgets_what_was_missed(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Interval interval = Task.Interval(s_period);
            var log = new TickLog(runtime, interval);
            await log.Wait(1);
            await Task.Sleep(TimeSpan.FromMilliseconds(25));

            interval.Reset();
            await log.Wait(1);
            interval.Reset(TimeSpan.FromMilliseconds(3));
            await log.Wait(2);
            interval.Reset(TimeSpan.Zero);
            await log.Wait(2);

            log.Ticks.ShouldBe([(0, 10), (1, 45), (2, 48), (3, 58), (4, 58), (5, 68)]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void A_reset_moves_the_tick_that_somebody_waits_for(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Interval interval = Task.Interval(s_period);
            var log = new TickLog(runtime, interval);
            JoinHandle waiter = Task.Spawn(async () => await log.Wait(2));
            await Task.Sleep(TimeSpan.FromMilliseconds(5));
            interval.Reset(); // to 15
            await Task.Sleep(TimeSpan.FromMilliseconds(2));
            interval.Reset(TimeSpan.FromMilliseconds(1)); // to 8

            await waiter;

            log.Ticks.ShouldBe([(0, 8), (1, 18)]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void A_reset_to_now_ends_the_wait_at_once(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Interval interval = Task.Interval(TimeSpan.MaxValue);
            var log = new TickLog(runtime, interval);
            JoinHandle waiter = Task.Spawn(async () => await log.Wait(1));
            await Task.Sleep(TimeSpan.FromMilliseconds(5));

            interval.Reset(TimeSpan.Zero);
            await waiter;

            log.Ticks.ShouldBe([(0, 5)]);
        });

    [Theory, OnEveryRuntime]
    public void A_tick_never_comes_early(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long before = runtime.Clock.GetTimestamp();
            var period = TimeSpan.FromMilliseconds(1.3);
            Interval interval = Task.Interval(period);
            for (int i = 1; i <= 10; i++)
            {
                (await interval.TickAsync()).ShouldBe(i - 1);
                runtime.Clock.GetElapsedTime(before).ShouldBeGreaterThanOrEqualTo(i * period);
            }
        });
}
