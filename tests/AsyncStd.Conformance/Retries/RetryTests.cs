namespace AsyncStdConformance.Retries;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class RetryTests
{
    private static readonly RetryOptions s_quick = new() { BaseDelay = TimeSpan.FromMilliseconds(1) };

    [Theory, OnEveryRuntime]
    public void The_first_success_ends_it(RuntimeCase on)
        => on.Run(async runtime =>
        {
            int attempts = 0;

            int result = await Task.Retry(
                async () =>
                {
                    await Task.YieldNow();
                    return ++attempts < 3 ? throw new FormatException() : attempts * 14;
                },
                s_quick);

            result.ShouldBe(42);
            attempts.ShouldBe(3);
            Place.ShouldBeOn(runtime);
        });

    [Theory, OnEveryRuntime]
    public void The_last_failure_is_thrown_and_tells_the_attempts(RuntimeCase on)
        => on.Run(async _ =>
        {
            int attempts = 0;

            FormatException e = await Should.ThrowAsync<FormatException>(async () => await Task.Retry(
                async () =>
                {
                    await Task.YieldNow();
                    throw new FormatException($"failure {++attempts}");
                },
                s_quick with { Attempts = 4 }));

            e.Message.ShouldBe("failure 4");
            e.Data[RetryOptions.AttemptsKey].ShouldBe(4);
        });

    [Theory, OnEveryRuntime]
    public void It_takes_every_form_of_function(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            int attempts = 0;

            await Task.Retry(async () => { await Task.YieldNow(); Fail(); }, s_quick);
            (await Task.Retry(async () => { await Task.YieldNow(); return Fail(); }, s_quick)).ShouldBe(42);
            await Task.Retry(AsTask, s_quick);
            (await Task.Retry(AsTaskOfInt, s_quick)).ShouldBe(42);
            await Task.Retry(AsValueTask, s_quick);
            (await Task.Retry(AsValueTaskOfInt, s_quick)).ShouldBe(42);
            await Task.Retry(async token => { await Task.YieldNow(); token.ShouldBe(Scope.Current.Token); Fail(); }, s_quick, source.Token);
            (await Task.Retry(async token => { await Task.YieldNow(); token.ShouldBe(Scope.Current.Token); return Fail(); }, s_quick, source.Token)).ShouldBe(42);
            await Task.Retry(ValueWithToken, s_quick, source.Token);
            (await Task.Retry(ValueOfIntWithToken, s_quick, source.Token)).ShouldBe(42);

            attempts.ShouldBe(20);

            // Each second call succeeds.
            int Fail() => ++attempts % 2 == 1 ? throw new FormatException() : 42;

            Task AsTask() => AsTaskOfInt();

            Task<int> AsTaskOfInt() => Task.FromResult(Fail());

            ValueTask AsValueTask() => ValueTask.FromResult(Fail()).Result == 42 ? default : throw new FormatException();

            ValueTask<int> AsValueTaskOfInt() => ValueTask.FromResult(Fail());

            async ValueTask ValueWithToken(CancellationToken token) => await ValueOfIntWithToken(token);

            async ValueTask<int> ValueOfIntWithToken(CancellationToken token)
            {
                await Task.YieldNow();
                token.ShouldBe(Scope.Current.Token);
                return Fail();
            }
        });

    [Theory, OnEveryRuntime]
    public void A_failure_that_is_not_worth_it_ends_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            int attempts = 0;
            RetryOptions options = s_quick with { Attempts = 10, ShouldRetry = e => e is TimeoutException };

            FormatException e = await Should.ThrowAsync<FormatException>(async () => await Task.Retry(
                async () =>
                {
                    await Task.YieldNow();
                    throw ++attempts < 3 ? new TimeoutException() : new FormatException();
                },
                options));

            attempts.ShouldBe(3);
            e.Data[RetryOptions.AttemptsKey].ShouldBe(3);
        });

    [Theory, OnEveryRuntime]
    public void What_the_callbacks_throw_ends_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            RetryOptions[] broken =
            [
                s_quick with { ShouldRetry = _ => throw new DivideByZeroException() },
                s_quick with { OnRetry = _ => throw new DivideByZeroException() },
            ];
            foreach (RetryOptions options in broken)
            {
                int attempts = 0;
                await Should.ThrowAsync<DivideByZeroException>(async () => await Task.Retry(
                    async () =>
                    {
                        await Task.YieldNow();
                        attempts++;
                        throw new FormatException();
                    },
                    options));
                attempts.ShouldBe(1);
            }
        });

    [Theory, OnEveryRuntime]
    public void Attempts_without_pause_starve_nobody(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool third = false;
            RetryOptions options = new() { Attempts = int.MaxValue, BaseDelay = TimeSpan.Zero };
            List<JoinHandle> greedy = [.. Enumerable.Range(0, 8).Select(_ => Task.Spawn(async () => await Task.Retry(
                () => Volatile.Read(ref third) ? Task.CompletedTask : Task.FromException(new FormatException()),
                options)))];

            await Task.Spawn(() => Volatile.Write(ref third, true));

            foreach (JoinHandle task in greedy)
            {
                await task;
            }
        });

    [Theory, OnEveryRuntime]
    public void Nothing_to_call_is_refused_at_once(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.YieldNow();
            Should.Throw<ArgumentNullException>(() => { _ = Task.Retry((Func<Task>)null!); }).ParamName.ShouldBe("body");
            Should.Throw<ArgumentNullException>(() => { _ = Task.Retry((Func<CancellationToken, ValueTask<int>>)null!); }).ParamName.ShouldBe("body");
        });
}
