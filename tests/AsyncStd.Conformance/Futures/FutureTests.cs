namespace AsyncStdConformance.Futures;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Pending, Ready and Flatten.</summary>
public sealed class FutureTests
{
    [Theory, OnEveryRuntime]
    public void Pending_ends_with_its_token(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var source = new CancellationTokenSource();
            JoinHandle plain = Task.Spawn(async () => await Task.Pending(source.Token));
            JoinHandle<int> typed = Task.Spawn(async () => await Task.Pending<int>(source.Token));
            await Task.Sleep(TimeSpan.FromMilliseconds(1));
            (plain.IsCompleted, typed.IsCompleted).ShouldBe((false, false));

            source.Cancel();

            (await Should.ThrowAsync<OperationCanceledException>(async () => await plain)).CancellationToken.ShouldBe(source.Token);
            (await Should.ThrowAsync<OperationCanceledException>(async () => await typed)).CancellationToken.ShouldBe(source.Token);
            await Should.ThrowAsync<OperationCanceledException>(async () => await Task.Pending(new CancellationToken(canceled: true)));
        });

    [Theory, OnEveryRuntime]
    public void Pending_ends_with_its_task(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                JoinHandle root = runtime.Spawn(async () => await Task.Pending());
                JoinHandle nested = runtime.Spawn(async () => await Nested());
                runtime.BlockOn(async () =>
                {
                    await Task.YieldNow();
                    await Task.YieldNow();
                });

                ShutdownReport report = runtime.ShutdownAsync(TimeSpan.Zero).WaitWithin(TimeSpan.FromSeconds(60));

                report.Unfinished.ShouldBeEmpty();
                (root.IsCanceled, nested.IsCanceled).ShouldBe((true, true));

                static async Task<int> Nested() => await Task.Pending<int>();
            },
            options => options.CancelGrace = TimeSpan.FromSeconds(20));

    [Theory, OnEveryRuntime]
    public void Ready_is_ready(RuntimeCase on)
        => on.Run(async _ =>
        {
            ValueTask<int> ready = Task.Ready(42);

            ready.IsCompletedSuccessfully.ShouldBeTrue();
            (await ready).ShouldBe(42);
        });

    [Theory, OnEveryRuntime]
    public void Flatten_waits_for_both(RuntimeCase on)
        => on.Run(async runtime =>
        {
            (await Task.Flatten(OuterTask(After(42)))).ShouldBe(42);
            await Task.Flatten(OuterTask((Task)After(42)));
            (await Task.Flatten(OuterValue(new ValueTask<int>(After(42))))).ShouldBe(42);
            await Task.Flatten(OuterValue(new ValueTask(After(42))));
            (await Task.Flatten(Task.Spawn(async () => { await Task.YieldNow(); return Task.Spawn(() => After(42)); }))).ShouldBe(42);
            int ran = 0;
            await Task.Flatten(Task.Spawn(async () => { await Task.YieldNow(); return Task.Spawn(async () => { await Task.YieldNow(); ran++; }); }));
            ran.ShouldBe(1);
            Place.ShouldBeOn(runtime);

            static async Task<int> After(int value)
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
                return value;
            }

            static async Task<T> OuterTask<T>(T inner)
            {
                await Task.YieldNow();
                return inner;
            }

            static async ValueTask<T> OuterValue<T>(T inner)
            {
                await Task.YieldNow();
                return inner;
            }
        });

    [Theory, OnEveryRuntime]
    public void Flatten_throws_what_either_throws(RuntimeCase on)
        => on.Run(async _ =>
        {
            Task<int> failed = Task.FromException<int>(new FormatException());
            await Should.ThrowAsync<FormatException>(async () => await Task.Flatten(Task.FromResult(failed)));
            await Should.ThrowAsync<FormatException>(async () => await Task.Flatten(Task.FromException<Task<int>>(new FormatException())));
            await Should.ThrowAsync<FormatException>(async () => await Task.Flatten(new ValueTask<ValueTask<int>>(new ValueTask<int>(failed))));
            await Should.ThrowAsync<FormatException>(async () => await Task.Flatten(Task.Spawn(async () => { await Task.YieldNow(); return Task.Spawn(() => failed); })));
            await Should.ThrowAsync<FormatException>(async () => await Task.Flatten(Task.Spawn(async () => { await Task.YieldNow(); return Missing(); })));

            static JoinHandle<int> Missing() => throw new FormatException();
        });

    [Theory, OnEveryRuntime]
    public void Flatten_refuses_null(RuntimeCase on)
        => on.Run(async runtime =>
        {
            await Task.YieldNow();
            Should.Throw<ArgumentNullException>(() => { _ = Task.Flatten((Task<Task>)null!); });
            Should.Throw<ArgumentNullException>(() => { _ = Task.Flatten((Task<Task<int>>)null!); });
            Should.Throw<ArgumentNullException>(() => { _ = Task.Flatten((JoinHandle<JoinHandle>)null!); });
            Should.Throw<ArgumentNullException>(() => { _ = Task.Flatten((JoinHandle<JoinHandle<int>>)null!); });
        });

    [Theory, OnEveryRuntime]
    public void Pending_ends_with_its_scope(RuntimeCase on)
        => on.Run(async _ =>
        {
            var limit = TimeSpan.FromMilliseconds(1);

            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(limit, async () => await Task.Pending()));
            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(limit, () => Task.Pending<int>()));
        });
}
