namespace AsyncStdConformance.Timers;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SleepTests
{
    [Theory, OnEveryRuntime]
    public void A_sleep_of_zero_ends_at_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int i = 0; i < 300; i++)
            {
                await Task.Sleep(TimeSpan.Zero);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_negative_sleep_is_refused(RuntimeCase on)
        => on.Run(async _ =>
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Task.Sleep(TimeSpan.FromTicks(-1)));
            Should.Throw<ArgumentOutOfRangeException>(() => Task.Sleep(TimeSpan.MinValue));
            await Task.YieldNow();
        });

    [Theory, OnEveryRuntime]
    public void A_sleep_never_ends_early(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (double milliseconds in new[] { 0.0001, 0.3, 1, 1.5, 2.7, 5 })
            {
                var delay = TimeSpan.FromMilliseconds(milliseconds);
                long before = runtime.Clock.GetTimestamp();
                await Task.Sleep(delay);
                runtime.Clock.GetElapsedTime(before).ShouldBeGreaterThanOrEqualTo(delay);
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void A_virtual_sleep_takes_exactly_its_time(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (TimeSpan delay in new[] { TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(1.5), TimeSpan.FromHours(1), TimeSpan.FromDays(700) })
            {
                long before = runtime.Clock.GetTimestamp();
                await Task.Sleep(delay);
                runtime.Clock.GetElapsedTime(before).ShouldBe(delay);
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Virtual_sleeps_end_in_the_order_of_their_deadlines(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<double> ended = [];
            double[] delays = [5, 0.2, 3, 3.0001, 1, 0.1, 1000, 86_400_000];

            List<JoinHandle> sleepers = [.. delays.Select(delay => Task.Spawn(async () =>
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(delay));
                ended.Add(delay);
            }))];
            foreach (JoinHandle sleeper in sleepers)
            {
                await sleeper;
            }

            ended.ShouldBe(delays.Order());
        });

    [Theory, OnEveryRuntime]
    public void Of_two_sleeps_the_shorter_ends_first(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            JoinHandle longer = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1), source.Token));
            JoinHandle shorter = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)));

            await shorter;

            longer.IsCompleted.ShouldBeFalse();
            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await longer);
        });

    [Theory, OnEveryRuntime]
    public void Nobody_waits_for_the_sleep_of_another(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            JoinHandle longer = Task.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan, source.Token));

            await Task.Sleep(TimeSpan.FromMilliseconds(1));

            longer.IsCompleted.ShouldBeFalse();
            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await longer);
        });

    [Theory, OnEveryRuntime]
    public void A_sleep_without_end_ends_with_its_token(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(Timeout.InfiniteTimeSpan, source.Token));
            await Task.YieldNow();
            await Task.YieldNow();
            sleeper.IsCompleted.ShouldBeFalse();

            source.Cancel();

            OperationCanceledException e = await Should.ThrowAsync<OperationCanceledException>(async () => await sleeper);
            e.CancellationToken.ShouldBe(source.Token);
            sleeper.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_sleep_of_months_ends_with_its_token(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (TimeSpan delay in new[] { TimeSpan.FromDays(60), TimeSpan.FromDays(365 * 300), TimeSpan.MaxValue })
            {
                using var source = new CancellationTokenSource();
                JoinHandle<bool> canceller = Task.Spawn(async () => { await Task.YieldNow(); source.Cancel(); return true; });
                bool cancelled = false;
                try
                {
                    await Task.Sleep(delay, source.Token);
                }
                catch (OperationCanceledException)
                {
                    cancelled = true;
                }

                cancelled.ShouldBeTrue();
                await canceller;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_token_is_found_before_the_sleep(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long before = runtime.Clock.GetTimestamp();
            var token = new CancellationToken(canceled: true);

            await Should.ThrowAsync<OperationCanceledException>(Root);
            await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Spawn(async () => await Task.Sleep(TimeSpan.FromHours(1), token)));
            await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Spawn(async () => await Task.Sleep(TimeSpan.Zero, token)));

            runtime.Clock.GetElapsedTime(before).ShouldBeLessThan(TimeSpan.FromMinutes(1));

            async Task Root() => await Task.Sleep(TimeSpan.FromHours(1), token);
        });

    [Theory, OnEveryRuntime]
    public void A_token_can_be_cancelled_from_another_thread(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int i = 0; i < 50; i++)
            {
                using var source = new CancellationTokenSource();
                Task canceller = Task.Run(source.Cancel);
                await Should.ThrowAsync<OperationCanceledException>(Sleep);
                await canceller;

                async Task Sleep() => await Task.Sleep(Timeout.InfiniteTimeSpan, source.Token);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_token_cancelled_at_the_deadline_ends_the_sleep_once(RuntimeCase on)
        => on.Run(async runtime =>
        {
            for (int i = 0; i < 50; i++)
            {
                using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(1), runtime.Clock);
                int ends = 0;
                try
                {
                    await Task.Sleep(TimeSpan.FromMilliseconds(1), source.Token);
                    ends++;
                }
                catch (OperationCanceledException)
                {
                    ends++;
                }

                await Task.YieldNow();
                ends.ShouldBe(1);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_sleep_can_be_awaited_again_and_waits_anew(RuntimeCase on)
        => on.Run(async runtime =>
        {
            SleepAwaitable sleep = Task.Sleep(TimeSpan.FromMilliseconds(2));
            long before = runtime.Clock.GetTimestamp();

            await sleep;
            await sleep;

            runtime.Clock.GetElapsedTime(before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(4));
        });

    [Theory, OnEveryRuntime]
    public void A_sleep_serves_as_a_task(RuntimeCase on)
        => on.Run(async runtime =>
        {
            using var source = new CancellationTokenSource();
            Task forever = Task.Sleep(Timeout.InfiniteTimeSpan, source.Token);
            Task moment = Task.Sleep(TimeSpan.FromMilliseconds(1));
            ValueTask other = Task.Sleep(TimeSpan.FromMilliseconds(1));

            (await Task.WhenAny(forever, moment)).ShouldBeSameAs(moment);
            await other;
            Place.ShouldBeOn(runtime);
            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(forever);
        });

    [Theory, OnEveryRuntime]
    public void Plain_methods_can_sleep(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long before = runtime.Clock.GetTimestamp();

            (await Sum(4)).ShouldBe(10);

            runtime.Clock.GetElapsedTime(before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(4));

            async Task<int> Sum(int number)
            {
                if (number == 0)
                {
                    return 0;
                }

                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                return number + await Sum(number - 1);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_stranger_who_entered_the_runtime_sleeps_on_its_clock(RuntimeCase on)
        => on.Outside(runtime =>
        {
            long before = runtime.Clock.GetTimestamp();
            Task sleeper = Sleep();

            runtime.BlockOn(async () => await sleeper);

            async Task Sleep()
            {
                using RuntimeEntryScope scope = runtime.Enter();
                await Task.Sleep(TimeSpan.FromMilliseconds(3));
                runtime.Clock.GetElapsedTime(before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(3));
            }
        });

    [Fact]
    public void A_stranger_sleeps_on_the_systems_clock()
        => ForeignThread.Run(() =>
        {
            long before = TimeProvider.System.GetTimestamp();

            Sleep().WaitWithin(TimeSpan.FromSeconds(60));

            TimeProvider.System.GetElapsedTime(before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(3));

            static async Task Sleep() => await Task.Sleep(TimeSpan.FromMilliseconds(3));
        });

    [Theory, OnEveryRuntime]
    public void Any_clock_can_be_used(RuntimeCase on)
    {
        if (on.Name.StartsWith("seeded", StringComparison.Ordinal))
        {
            return; // has a clock of its own
        }

        var clock = new OffsetClock();
        on.Run(
            async runtime =>
            {
                runtime.Clock.ShouldBeSameAs(clock);
                long before = clock.GetTimestamp();
                await Task.Sleep(TimeSpan.FromMilliseconds(2));
                clock.GetElapsedTime(before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(2));
                clock.Timers.ShouldBeGreaterThan(0);

                using var source = new CancellationTokenSource();
                JoinHandle sleeper = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromDays(90), source.Token));
                await Task.YieldNow();
                source.Cancel();
                await Should.ThrowAsync<OperationCanceledException>(async () => await sleeper);
            },
            options =>
            {
                options.StartPaused = false;
                options.Clock = clock;
            });
    }

    /// <summary>The system's clock, seen through another type: no runtime can take the short way.</summary>
    private sealed class OffsetClock : TimeProvider
    {
        private int _timers;

        public int Timers => _timers;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return System.CreateTimer(callback, state, dueTime, period);
        }
    }
}
