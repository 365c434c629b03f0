namespace AsyncStdConformance.Futures;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class DelayedTests
{
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(2);

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void The_function_begins_after_exactly_the_time(RuntimeCase on)
        => on.Run(async runtime =>
        {
            long before = runtime.Clock.GetTimestamp();

            TimeSpan began = await Task.Delayed(TimeSpan.FromHours(3), async () =>
            {
                TimeSpan now = runtime.Clock.GetElapsedTime(before);
                await Task.Sleep(TimeSpan.FromHours(1));
                return now;
            });

            began.ShouldBe(TimeSpan.FromHours(3));
            runtime.Clock.GetElapsedTime(before).ShouldBe(TimeSpan.FromHours(4));
        });

    [Theory, OnEveryRuntime]
    public void It_takes_every_form_of_function(RuntimeCase on)
        => on.Run(async runtime =>
        {
            using var source = new CancellationTokenSource();
            int calls = 0;

            await Task.Delayed(s_delay, async () => { await Task.YieldNow(); calls++; });
            (await Task.Delayed(s_delay, async () => { await Task.YieldNow(); return 42; })).ShouldBe(42);
            await Task.Delayed(s_delay, AsTask);
            (await Task.Delayed(s_delay, AsTaskOfInt)).ShouldBe(42);
            await Task.Delayed(s_delay, AsValueTask);
            (await Task.Delayed(s_delay, AsValueTaskOfInt)).ShouldBe(42);
            await Task.Delayed(s_delay, async token => { await Task.YieldNow(); token.ShouldBe(Scope.Current.Token); calls++; }, source.Token);
            (await Task.Delayed(s_delay, async token => { await Task.YieldNow(); token.ShouldBe(Scope.Current.Token); return 42; }, source.Token)).ShouldBe(42);
            await Task.Delayed(s_delay, ValueWithToken, source.Token);
            (await Task.Delayed(s_delay, ValueOfIntWithToken, source.Token)).ShouldBe(42);

            Place.ShouldBeOn(runtime);
            calls.ShouldBe(5);

            async Task AsTask() => await AsTaskOfInt();

            async Task<int> AsTaskOfInt()
            {
                await Task.YieldNow();
                calls++;
                return 42;
            }

            async ValueTask AsValueTask() => await Task.YieldNow();

            async ValueTask<int> AsValueTaskOfInt()
            {
                await Task.YieldNow();
                return 42;
            }

            async ValueTask ValueWithToken(CancellationToken token)
            {
                await Task.YieldNow();
                token.ShouldBe(Scope.Current.Token);
            }

            async ValueTask<int> ValueOfIntWithToken(CancellationToken token)
            {
                await ValueWithToken(token);
                calls++;
                return 42;
            }
        });

    [Theory, OnEveryRuntime]
    public void What_the_function_throws_comes_out(RuntimeCase on)
        => on.Run(async _ =>
        {
            await Should.ThrowAsync<FormatException>(async () => await Task.Delayed(s_delay, ThrowAsync));
            await Should.ThrowAsync<FormatException>(async () => await Task.Delayed(TimeSpan.Zero, Task<int> () => throw new FormatException()));

            static async Task ThrowAsync()
            {
                await Task.YieldNow();
                throw new FormatException();
            }
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_pause_never_calls_the_function(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool called = false;
            using var source = new CancellationTokenSource();
            ValueTask delayed = Task.Delayed(TimeSpan.FromDays(1000), async () => { await Task.YieldNow(); called = true; }, source.Token);

            source.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await delayed);
            called.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void What_makes_no_sense_is_refused_at_once(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.YieldNow();
            Should.Throw<ArgumentOutOfRangeException>(() => { _ = Task.Delayed(TimeSpan.FromTicks(-1), async () => await Task.YieldNow()); }).ParamName.ShouldBe("delay");
            Should.Throw<ArgumentOutOfRangeException>(() => { _ = Task.Delayed(Timeout.InfiniteTimeSpan, async () => await Task.YieldNow()); });
            Should.Throw<ArgumentNullException>(() => { _ = Task.Delayed(s_delay, (Func<Task>)null!); }).ParamName.ShouldBe("body");
            Should.Throw<ArgumentNullException>(() => { _ = Task.Delayed(s_delay, (Func<CancellationToken, ValueTask<int>>)null!); });
        });

    [Theory, OnEveryRuntime]
    public void A_function_that_has_begun_is_asked_to_stop(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            bool stopped = false;

            await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Delayed(
                s_delay,
                async () =>
                {
                    try
                    {
                        source.Cancel();
                        await Task.Sleep(TimeSpan.FromDays(1000));
                    }
                    finally
                    {
                        stopped = true;
                    }
                },
                source.Token));

            stopped.ShouldBeTrue();
        });
}
