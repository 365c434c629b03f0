namespace AsyncStdConformance.Shims;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdConformance.Harness;

public sealed class TimeProviderTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(2);

    [Theory, OnEveryRuntime]
    public void There_is_one_for_each_runtime(RuntimeCase on)
        => on.Outside(runtime => runtime.AsTimeProvider().ShouldBeSameAs(runtime.AsTimeProvider()));

    [Theory, OnEveryRuntime]
    public void It_tells_the_time_of_the_clock(RuntimeCase on)
        => on.Run(async runtime =>
        {
            TimeProvider time = runtime.AsTimeProvider();
            await Task.Sleep(s_moment);

            time.TimestampFrequency.ShouldBe(runtime.Clock.TimestampFrequency);
            time.LocalTimeZone.ShouldBe(runtime.Clock.LocalTimeZone);
            long before = runtime.Clock.GetTimestamp();
            time.GetTimestamp().ShouldBeInRange(before, before + time.TimestampFrequency * 20);
            (time.GetUtcNow() - runtime.Clock.GetUtcNow()).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(20));
        });

    [Theory, OnEveryRuntime]
    public void A_timer_calls_back_on_the_runtime_and_never_early(RuntimeCase on)
        => on.Run(async runtime =>
        {
            TimeProvider time = runtime.AsTimeProvider();
            var fired = new TaskCompletionSource<(bool, Runtime, TimeSpan)>();
            long start = time.GetTimestamp();

            await using ITimer timer = time.CreateTimer(
                _ => fired.TrySetResult((Place.IsInSlice(runtime), Runtime.Current, time.GetElapsedTime(start))), null, s_moment, Timeout.InfiniteTimeSpan);

            (bool inSlice, Runtime current, TimeSpan after) = await fired.Task;
            inSlice.ShouldBeTrue();
            current.ShouldBeSameAs(runtime);
            after.ShouldBeGreaterThanOrEqualTo(s_moment);
        });

    [Theory, OnEveryRuntime]
    public void A_timer_of_no_time_calls_back_as_well(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var fired = new TaskCompletionSource();
            await using ITimer timer = runtime.AsTimeProvider().CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

            await fired.Task;
        });

    [Theory, OnEveryRuntime]
    public void A_periodic_timer_goes_on_until_it_is_disposed(RuntimeCase on)
        => on.Run(async runtime =>
        {
            int ticks = 0;
            using (var timer = new PeriodicTimer(s_moment, runtime.AsTimeProvider()))
            {
                while (ticks < 5 && await timer.WaitForNextTickAsync())
                {
                    ticks++;
                    Place.ShouldBeOn(runtime);
                }
            }

            ticks.ShouldBe(5);
        });

    [Theory, OnEveryRuntime]
    public void A_timer_that_was_put_off_or_disposed_does_not_fire(RuntimeCase on)
        => on.Run(async runtime =>
        {
            TimeProvider time = runtime.AsTimeProvider();
            TimeSpan due = TimeSpan.FromMilliseconds(50);
            for (int attempt = 1; !await TryAsync(); attempt++)
            {
                attempt.ShouldBeLessThan(100);
            }

            // False: this thread was kept waiting until a timer may have been due.
            async Task<bool> TryAsync()
            {
                int fired = 0;
                long start = time.GetTimestamp();
                using ITimer putOff = time.CreateTimer(_ => Interlocked.Increment(ref fired), null, due, Timeout.InfiniteTimeSpan);
                ITimer disposed = time.CreateTimer(_ => Interlocked.Increment(ref fired), null, due, Timeout.InfiniteTimeSpan);

                putOff.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan).ShouldBeTrue();
                disposed.Dispose();
                disposed.Change(s_moment, s_moment).ShouldBeFalse();
                if (time.GetElapsedTime(start) >= due)
                {
                    return false;
                }

                await Task.Sleep(due * 2);

                Volatile.Read(ref fired).ShouldBe(0);
                return true;
            }
        });

    [Theory, OnEveryRuntime]
    public void Times_of_the_base_class_library_obey_it(RuntimeCase on)
        => on.Run(async runtime =>
        {
            TimeProvider time = runtime.AsTimeProvider();
            await Task.Delay(s_moment, time);
            Place.ShouldBeOn(runtime);

            using var limit = new CancellationTokenSource(s_moment, time);
            await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Sleep(Timeout.InfiniteTimeSpan, limit.Token));
            await Should.ThrowAsync<TimeoutException>(() => new TaskCompletionSource().Task.WaitAsync(s_moment, time));
        });

    [Theory, OnEveryRuntime]
    public void What_a_callback_throws_is_reported(RuntimeCase on)
        => on.Outside(runtime =>
        {
            var unhandled = new UnhandledExceptions(runtime);

            runtime.BlockOn(async () =>
            {
                await using ITimer timer = runtime.AsTimeProvider().CreateTimer(
                    _ => throw new FormatException("in a callback"), null, s_moment, Timeout.InfiniteTimeSpan);
                for (int i = 0; unhandled.All.Count == 0 && i < 10_000; i++)
                {
                    await Task.Sleep(s_moment);
                }
            });

            unhandled.WaitFor(1).ShouldHaveSingleItem().Exception.Message.ShouldBe("in a callback");
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Virtual_time_is_jumped_over(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long start = runtime.Clock.GetTimestamp();
            await Task.Delay(TimeSpan.FromDays(2), runtime.AsTimeProvider());

            runtime.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromDays(2), TimeSpan.FromSeconds(1));
        });
}
