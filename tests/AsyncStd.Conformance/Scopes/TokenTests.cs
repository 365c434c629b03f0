namespace AsyncStdConformance.Scopes;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Cancellation in both directions: from a token to a scope, and from a scope to its token.</summary>
public sealed class TokenTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    [Theory, OnEveryRuntime]
    public void A_token_reaches_the_children_of_the_scope_and_the_tokens_they_pass_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            var started = new TaskCompletionSource();
            JoinHandle child = null!;
            CancellationToken passedOn = default;
            JoinHandle scope = Task.Spawn(async () => await Scope.Run(
                async () =>
                {
                    child = Task.Spawn(async () =>
                    {
                        passedOn = Scope.Current.Token;
                        started.SetResult();
                        await Task.Delay(Timeout.InfiniteTimeSpan, passedOn);
                    });
                    await child;
                },
                source.Token));
            await started.Task;
            passedOn.IsCancellationRequested.ShouldBeFalse();

            source.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(child.AsTask());
            (await Should.ThrowAsync<OperationCanceledException>(scope.AsTask())).CancellationToken.ShouldBe(source.Token);
            passedOn.IsCancellationRequested.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_token_that_was_cancelled_before_starts_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cancelled = new CancellationToken(canceled: true);
            bool started = false;

            OperationCanceledException exception = await Should.ThrowAsync<OperationCanceledException>(
                Scope.Run(() => { started = true; return Task.CompletedTask; }, cancelled).AsTask());

            exception.CancellationToken.ShouldBe(cancelled);
            started.ShouldBeFalse();
            Scope.Current.IsCancellationRequested.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_token_that_is_cancelled_when_the_scope_has_closed_reaches_nobody(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            var go = new TaskCompletionSource();
            Scope closed = default;
            JoinHandle<int> child = null!;
            await Scope.Run(
                async () =>
                {
                    closed = Scope.Current;
                    child = Task.Spawn(async () => { await go.Task; await Task.YieldNow(); return 42; });
                    await Task.YieldNow();
                },
                source.Token);

            source.Cancel();
            go.SetResult();

            closed.IsCancellationRequested.ShouldBeFalse();
            (await child).ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void The_token_of_a_scope_is_cancelled_with_the_scopes_around_it_and_not_with_those_in_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            var ready = new TaskCompletionSource();
            CancellationToken inner = default, middle = default, outer = default;
            Scope innermost = default, outermost = default;
            JoinHandle task = Task.Spawn(async () =>
            {
                (outermost, outer) = (Scope.Current, Scope.Current.Token);
                await Scope.Run(async () =>
                {
                    middle = Scope.Current.Token;
                    await Should.ThrowAsync<OperationCanceledException>(Scope.Run(async () =>
                    {
                        (innermost, inner) = (Scope.Current, Scope.Current.Token);
                        innermost.Cancel();
                        await Task.YieldNow();
                    }).AsTask());
                    ready.SetResult();
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                });
            });
            await ready.Task;
            (inner.IsCancellationRequested, middle.IsCancellationRequested, outer.IsCancellationRequested).ShouldBe((true, false, false));

            outermost.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            (middle.IsCancellationRequested, outer.IsCancellationRequested).ShouldBe((true, true));
        });

    [Theory, OnEveryRuntime]
    public void A_limit_in_time_is_told_to_code_that_knows_only_tokens(RuntimeCase on)
        => on.Run(async _ =>
        {
            CancellationToken token = default;

            await Should.ThrowAsync<TimeoutException>(Task.Timeout(s_moment, async () =>
            {
                token = Scope.Current.Token;
                var ended = new TaskCompletionSource();
                await using CancellationTokenRegistration registration = token.Register(() => ended.TrySetCanceled(token));
                await ended.Task;
            }).AsTask());

            token.IsCancellationRequested.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void The_token_of_a_shield_is_not_cancelled_with_the_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool own = false, shielded = true;
            JoinHandle task = Task.Spawn(async () =>
            {
                Scope.Current.Cancel();
                own = Scope.Current.Token.IsCancellationRequested;
                shielded = await Scope.Shield(async token =>
                {
                    await Task.Delay(s_moment, Runtime.Current.Clock, token);
                    return token.IsCancellationRequested || Scope.Current.Token.IsCancellationRequested;
                });
                await Task.YieldNow();
            });

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            own.ShouldBeTrue();
            shielded.ShouldBeFalse();
        });
}
