namespace AsyncStdConformance.Retries;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>A cancelled retry makes no other attempt.</summary>
public sealed class RetryCancellationTests
{
    private static readonly RetryOptions s_patient = new() { Attempts = int.MaxValue, BaseDelay = TimeSpan.FromDays(1), MaxDelay = TimeSpan.FromDays(1) };

    [Theory, OnEveryRuntime]
    public void A_token_ends_the_pause_and_the_failure_before_it_is_kept(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            int attempts = 0;
            JoinHandle retry = Task.Spawn(async () => await Task.Retry(() => Fail(), s_patient, source.Token));
            while (Volatile.Read(ref attempts) == 0)
            {
                await Task.YieldNow();
            }

            source.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await retry);
            OperationCanceledException e = retry.Exception.ShouldBeOfType<OperationCanceledException>();
            e.CancellationToken.ShouldBe(source.Token);
            e.InnerException.ShouldBeOfType<FormatException>().Data[RetryOptions.AttemptsKey].ShouldBe(1);
            attempts.ShouldBe(1);

            Task Fail()
            {
                Interlocked.Increment(ref attempts);
                return Task.FromException(new FormatException());
            }
        });

    [Theory, OnEveryRuntime]
    public void A_token_ends_a_retry_without_pauses(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            int attempts = 0;

            await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Retry(Fail, s_patient with { BaseDelay = TimeSpan.Zero }, source.Token));

            attempts.ShouldBe(300);

            Task Fail()
            {
                if (++attempts == 300)
                {
                    source.Cancel();
                }

                return Task.FromException(new FormatException());
            }
        });

    [Theory, OnEveryRuntime]
    public void The_cancellation_of_the_callers_token_is_never_retried(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            int attempts = 0;

            await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Retry(
                async token =>
                {
                    attempts++;
                    source.Cancel();
                    await Task.Sleep(TimeSpan.FromDays(1), token);
                },
                s_patient,
                source.Token));

            attempts.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void Cancellation_from_elsewhere_is_a_failure_like_others(RuntimeCase on)
        => on.Run(async _ =>
        {
            int attempts = 0;

            int result = await Task.Retry(
                async () =>
                {
                    await Task.YieldNow();
                    return ++attempts == 1 ? throw new OperationCanceledException(new CancellationToken(canceled: true)) : 42;
                },
                new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(1) });

            (result, attempts).ShouldBe((42, 2));
        });

    [Theory, OnEveryRuntime]
    public void A_token_that_was_cancelled_before_allows_no_attempt(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool called = false;

            await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Retry(
                () =>
                {
                    called = true;
                    return Task.CompletedTask;
                },
                cancellationToken: new CancellationToken(canceled: true)));

            called.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_is_asked_to_stop_makes_no_other_attempt(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                int pausing = 0;
                int working = 0;
                int busy = 0;
                JoinHandle[] tasks =
                [
                    runtime.Spawn(async () => await Task.Retry(() => Fail(ref pausing), s_patient)),
                    runtime.Spawn(async () => await Task.Retry(
                        async () =>
                        {
                            working++;
                            await Task.Pending();
                        },
                        s_patient)),
                    runtime.Spawn(async () => await Task.Retry(() => Fail(ref busy), s_patient with { BaseDelay = TimeSpan.Zero })),
                ];
                runtime.BlockOn(async () =>
                {
                    while (Volatile.Read(ref pausing) * Volatile.Read(ref working) * Volatile.Read(ref busy) == 0)
                    {
                        await Task.YieldNow();
                    }
                });

                ShutdownReport report = runtime.ShutdownAsync(TimeSpan.Zero).WaitWithin(TimeSpan.FromSeconds(60));

                report.Unfinished.ShouldBeEmpty();
                tasks.ShouldAllBe(task => task.IsCanceled);
                (pausing, working).ShouldBe((1, 1));

                static Task Fail(ref int attempts)
                {
                    Interlocked.Increment(ref attempts);
                    return Task.FromException(new FormatException());
                }
            },
            options => options.CancelGrace = TimeSpan.FromSeconds(20));

    [Theory, OnEveryRuntime]
    public void A_time_limit_around_it_ends_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            int attempts = 0;

            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(TimeSpan.FromMilliseconds(5), async () => await Task.Retry(
                async () =>
                {
                    attempts++;
                    await Task.Pending();
                },
                s_patient with { BaseDelay = TimeSpan.Zero })));
            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(TimeSpan.FromMilliseconds(5), async () => await Task.Retry(
                () =>
                {
                    attempts++;
                    return Task.FromException(new FormatException());
                },
                s_patient)));

            attempts.ShouldBeInRange(on.Has(Traits.VirtualTime) ? 2 : 0, 2); // a limit may be over before the first attempt on a busy machine
        });

    [Theory, OnEveryRuntime]
    public void A_time_limit_for_each_attempt_is_a_failure_like_others(RuntimeCase on)
        => on.Run(async _ =>
        {
            int attempts = 0;

            int result = await Task.Retry(
                () => Task.Timeout(TimeSpan.FromMilliseconds(5), async () =>
                {
                    if (++attempts < 3)
                    {
                        await Task.Pending();
                    }

                    return attempts;
                }),
                new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(1) });

            result.ShouldBe(3);
        });

    [Theory, OnEveryRuntime]
    public void An_attempt_that_succeeds_although_it_was_asked_to_stop_gives_its_result(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();

            int result = await Task.Retry(
                async () =>
                {
                    await Task.YieldNow();
                    source.Cancel();
                    return 42;
                },
                cancellationToken: source.Token);

            result.ShouldBe(42);
        });
}
