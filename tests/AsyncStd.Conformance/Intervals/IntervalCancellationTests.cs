namespace AsyncStdConformance.Intervals;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>A cancelled wait loses no tick.</summary>
public sealed class IntervalCancellationTests
{
    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_tick_of_a_cancelled_wait_comes_to_who_waits_next(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Interval interval = Task.Interval(TimeSpan.FromMilliseconds(10));
            var log = new TickLog(runtime, interval);
            await log.Wait(1);

            using var source = new CancellationTokenSource();
            JoinHandle<long> cancelled = Task.Spawn(async () => await interval.TickAsync(source.Token));
            await Task.Sleep(TimeSpan.FromMilliseconds(4));
            source.Cancel();
            OperationCanceledException e = await Should.ThrowAsync<OperationCanceledException>(async () => await cancelled);
            e.CancellationToken.ShouldBe(source.Token);
            await log.Wait(2);

            log.Ticks.ShouldBe([(0, 10), (1, 20), (2, 30)]);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void A_tick_that_came_after_the_cancellation_is_handed_out_later(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Interval interval = Task.Interval(TimeSpan.FromMilliseconds(10));
            var log = new TickLog(runtime, interval);
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(4), runtime.Clock);
            await Should.ThrowAsync<OperationCanceledException>(async () => await interval.TickAsync(source.Token));
            await Task.Sleep(TimeSpan.FromMilliseconds(20));

            await log.Wait(3);

            log.Ticks.ShouldBe([(0, 24), (1, 24), (2, 30)]);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_token_is_found_before_the_wait(RuntimeCase on)
        => on.Run(async _ =>
        {
            Interval interval = Task.Interval(TimeSpan.FromMilliseconds(1), firstAfter: TimeSpan.Zero);

            await Should.ThrowAsync<OperationCanceledException>(async () => await interval.TickAsync(new CancellationToken(canceled: true)));

            (await interval.TickAsync()).ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void A_token_ends_an_enumeration(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            int ticks = 0;

            await Should.ThrowAsync<OperationCanceledException>(Enumerate);

            ticks.ShouldBe(3);

            async Task Enumerate()
            {
                await foreach (long number in Task.Interval(TimeSpan.FromMilliseconds(1)).WithCancellation(source.Token))
                {
                    if (++ticks == 3)
                    {
                        source.Cancel();
                    }
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_is_asked_to_stop_waits_for_no_tick(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                Interval inRoot = null!;
                Interval inNested = null!;
                JoinHandle root = runtime.Spawn(async () => await (inRoot = Task.Interval(TimeSpan.FromDays(1))).TickAsync());
                JoinHandle nested = runtime.Spawn(async () => await Enumerate(inNested = Task.Interval(TimeSpan.FromDays(1))));
                runtime.BlockOn(async () =>
                {
                    await Task.YieldNow();
                    await Task.YieldNow();
                });

                ShutdownReport report = runtime.ShutdownAsync(TimeSpan.Zero).WaitWithin(TimeSpan.FromSeconds(60));

                report.Unfinished.ShouldBeEmpty();
                (root.IsCanceled, nested.IsCanceled).ShouldBe((true, true));

                static async Task Enumerate(Interval interval)
                {
                    await foreach (long number in interval)
                    {
                    }
                }
            },
            options => options.CancelGrace = TimeSpan.FromSeconds(20));

    [Theory, OnEveryRuntime]
    public void Waits_cancelled_at_the_moment_of_a_tick_lose_none(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var period = TimeSpan.FromMilliseconds(1);
            Interval interval = Task.Interval(period);
            List<long> numbers = [];
            for (int i = 0; i < 200; i++)
            {
                using var source = new CancellationTokenSource(period, runtime.Clock);
                try
                {
                    numbers.Add(await interval.TickAsync(source.Token));
                }
                catch (OperationCanceledException)
                {
                    numbers.Count.ShouldBeLessThanOrEqualTo(i);
                }
            }

            numbers.Add(await interval.TickAsync());
            numbers.ShouldBe(Enumerable.Range(0, numbers.Count).Select(number => (long)number));
        });

    [Theory, OnEveryRuntime]
    public void Resets_and_disposal_at_the_moment_of_a_tick_end_the_wait_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int round = 0; round < 20; round++)
            {
                Interval interval = Task.Interval(TimeSpan.FromMilliseconds(1));
                JoinHandle<long> waiter = Task.Spawn(async () =>
                {
                    long last = 0;
                    await foreach (long number in interval)
                    {
                        number.ShouldBe(last++);
                    }

                    return last;
                });
                JoinHandle disturber = Task.Spawn(async () =>
                {
                    for (int i = 0; i < 10; i++)
                    {
                        interval.Reset(TimeSpan.FromMilliseconds(i % 2));
                        await Task.Sleep(TimeSpan.FromMilliseconds(1));
                    }

                    interval.Dispose();
                });

                await disturber;
                (await waiter).ShouldBeGreaterThanOrEqualTo(0);
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void A_scope_that_is_cancelled_leaves_the_tick_to_the_next(RuntimeCase on)
        => on.Run(async runtime =>
        {
            Interval interval = Task.Interval(TimeSpan.FromMilliseconds(10));
            var log = new TickLog(runtime, interval);
            var limit = TimeSpan.FromMilliseconds(4);

            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(limit, async () => await interval.TickAsync()));
            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(limit, async () =>
            {
                await foreach (long number in interval)
                {
                }
            }));
            await log.Wait(2);

            log.Ticks.ShouldBe([(0, 10), (1, 20)]);
        });
}
