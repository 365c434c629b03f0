namespace AsyncStdConformance.Intervals;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class IntervalTests
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(1);

    [Theory, OnEveryRuntime]
    public void What_makes_no_interval_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            await Task.YieldNow();
            Should.Throw<ArgumentOutOfRangeException>(() => Task.Interval(TimeSpan.Zero)).ParamName.ShouldBe("period");
            Should.Throw<ArgumentOutOfRangeException>(() => Task.Interval(Timeout.InfiniteTimeSpan)).ParamName.ShouldBe("period");
            Should.Throw<ArgumentOutOfRangeException>(() => Task.Interval(s_period, (MissedTicks)3)).ParamName.ShouldBe("missedTicks");
            Should.Throw<ArgumentOutOfRangeException>(() => Task.Interval(s_period, firstAfter: -s_period)).ParamName.ShouldBe("firstAfter");
            Should.Throw<ArgumentOutOfRangeException>(() => Task.Interval(s_period).Reset(-s_period)).ParamName.ShouldBe("after");
        });

    [Theory, OnEveryRuntime]
    public void An_interval_tells_how_it_was_made(RuntimeCase on)
        => on.Run(async _ =>
        {
            await Task.YieldNow();
            Interval interval = Task.Interval(s_period, MissedTicks.Skip);

            (interval.Period, interval.MissedTicks).ShouldBe((s_period, MissedTicks.Skip));
            Task.Interval(s_period).MissedTicks.ShouldBe(MissedTicks.Burst);
        });

    [Theory, OnEveryRuntime]
    public void Enumerating_an_interval_gives_the_numbers_of_its_ticks(RuntimeCase on)
        => on.Run(async runtime =>
        {
            List<long> numbers = [];
            Interval interval = Task.Interval(s_period);

            await foreach (long number in interval)
            {
                Place.ShouldBeOn(runtime);
                numbers.Add(number);
                if (numbers.Count == 3)
                {
                    break;
                }
            }

            await foreach (long number in interval)
            {
                numbers.Add(number);
                if (numbers.Count == 5)
                {
                    break;
                }
            }

            numbers.ShouldBe([0, 1, 2, 3, 4]);
        });

    [Theory, OnEveryRuntime]
    public void Disposing_ends_an_enumeration(RuntimeCase on)
        => on.Run(async _ =>
        {
            Interval interval = Task.Interval(s_period);
            int ticks = 0;

            await foreach (long number in interval)
            {
                if (++ticks == 2)
                {
                    interval.Dispose();
                }
            }

            ticks.ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Disposing_ends_an_enumeration_that_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            Interval interval = Task.Interval(TimeSpan.FromDays(1000));
            JoinHandle<int> counter = Task.Spawn(async () =>
            {
                int ticks = 0;
                await foreach (long number in interval)
                {
                    ticks++;
                }

                return ticks;
            });
            await Task.YieldNow();
            await Task.YieldNow();

            interval.Dispose();
            interval.Dispose();

            (await counter).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_disposed_interval_refuses_everything(RuntimeCase on)
        => on.Run(async _ =>
        {
            Interval interval = Task.Interval(TimeSpan.FromDays(1000));
            JoinHandle<long> waiter = Task.Spawn(async () => await interval.TickAsync());
            await Task.YieldNow();
            await Task.YieldNow();

            interval.Dispose();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await waiter);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await interval.TickAsync());
            Should.Throw<ObjectDisposedException>(() => interval.Reset());
            Should.Throw<ObjectDisposedException>(() => interval.Reset(TimeSpan.Zero));
        });

    [Theory, OnEveryRuntime]
    public void Two_cannot_wait_for_one_tick(RuntimeCase on)
        => on.Run(async _ =>
        {
            Interval interval = Task.Interval(TimeSpan.FromDays(1));
            ValueTask<long> first = interval.TickAsync();

            await Should.ThrowAsync<InvalidOperationException>(async () => await interval.TickAsync());

            interval.Reset(TimeSpan.Zero);
            (await first).ShouldBe(0);
            interval.Reset(TimeSpan.Zero);
            (await interval.TickAsync()).ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Ticks_that_are_due_already_starve_nobody(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool third = false;
            List<JoinHandle> greedy = [.. Enumerable.Range(0, 8).Select(_ => Task.Spawn(async () =>
            {
                Interval interval = Task.Interval(TimeSpan.FromTicks(1), firstAfter: TimeSpan.Zero);
                while (!Volatile.Read(ref third))
                {
                    await interval.TickAsync();
                }
            }))];

            await Task.Spawn(() => Volatile.Write(ref third, true));

            foreach (JoinHandle task in greedy)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntime]
    public void Plain_methods_can_wait_for_ticks(RuntimeCase on)
        => on.Run(async runtime =>
        {
            (await Count(Task.Interval(s_period))).ShouldBe(3);

            async Task<int> Count(Interval interval)
            {
                long last = 0;
                while (last < 3)
                {
                    last = await interval.TickAsync();
                    Place.ShouldBeOn(runtime);
                }

                return (int)last;
            }
        });

    [Fact]
    public void A_stranger_waits_for_ticks_without_any_runtime()
        => ForeignThread.Run(() =>
        {
            Wait().WaitWithin(TimeSpan.FromSeconds(60)).ShouldBe(2);

            static async Task<long> Wait()
            {
                Interval interval = Task.Interval(s_period);
                await interval.TickAsync();
                await interval.TickAsync();
                return await interval.TickAsync();
            }
        });
}
