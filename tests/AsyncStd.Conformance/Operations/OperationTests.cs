namespace AsyncStdConformance.Operations;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>What a driver, or an outside runtime, builds its waits on.</summary>
public sealed class OperationTests
{
    [ThreadStatic]
    private static bool t_isCompleting;

    [Theory, OnEveryRuntime]
    public void A_result_reaches_the_root_frame_and_comes_back_to_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            JoinHandle<int> waiter = Task.Spawn(async () =>
            {
                int result = await operation.Begin();
                Place.ShouldBeOn(runtime);
                return result;
            });
            await Turns.Until(() => operation.IsBegun, "the wait");

            operation.TrySetResult(42).ShouldBeTrue();

            (await waiter).ShouldBe(42);
            operation.Ended.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_is_a_cancelled_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            var operation = new ManualOperation();
            using var source = new CancellationTokenSource();
            Task<int> task = operation.Begin(source.Token).AsTask();

            source.Cancel();

            OperationCanceledException thrown = await Should.ThrowAsync<OperationCanceledException>(async () => await task);
            thrown.CancellationToken.ShouldBe(source.Token);
            task.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_result_reaches_a_nested_method(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            JoinHandle<int> waiter = Task.Spawn(async () => await Nested());
            await Turns.Until(() => operation.IsBegun, "the wait");

            operation.TrySetResult(42).ShouldBeTrue();

            (await waiter).ShouldBe(42);

            async Task<int> Nested()
            {
                int result = await operation.Begin();
                Place.ShouldBeOn(runtime);
                return result;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_result_from_another_thread_comes_back_to_the_runtime(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            ValueTask<int> pending = operation.Begin();
            _ = ForeignThread.Start(() => operation.TrySetResult(42));

            (await pending).ShouldBe(42);

            Place.ShouldBeOn(runtime);
        });

    [Theory, OnEveryRuntime]
    public void A_result_that_is_there_already_is_taken_at_once_or_after_giving_way(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            for (int i = 0; i < 1_000; i++)
            {
                ValueTask<int> pending = operation.Begin();
                operation.TrySetResult(i);
                (await pending).ShouldBe(i);
            }

            operation.Ended.ShouldBe(1_000);
        });

    [Theory, OnEveryRuntime]
    public void An_exception_reaches_who_awaits(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            ValueTask<int> pending = operation.Begin();
            operation.TrySetException(new FormatException("broken"));

            (await Should.ThrowAsync<FormatException>(async () => await pending)).Message.ShouldBe("broken");
        });

    [Theory, OnEveryRuntime]
    public void Nobody_goes_on_inside_the_call_that_completes(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            bool ranInside = false;
            JoinHandle waiter = Task.Spawn(async () => await Nested());
            await Turns.Until(() => operation.IsBegun, "the wait");

            t_isCompleting = true; // of this thread: another one may well run the waiter meanwhile
            operation.TrySetResult(1);
            t_isCompleting = false;
            await waiter;
            ranInside.ShouldBeFalse();

            async Task Nested()
            {
                await operation.Begin().ConfigureAwait(false);
                ranInside = t_isCompleting;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_token_asks_and_the_operation_decides(RuntimeCase on)
        => on.Run(async runtime =>
        {
            using var source = new CancellationTokenSource();
            var operation = new ManualOperation(isStubborn: true);
            JoinHandle<int> waiter = Task.Spawn(async () => await operation.Begin(source.Token));
            await Turns.Until(() => operation.IsBegun, "the wait");

            await source.CancelAsync();
            await Task.YieldNow();
            waiter.IsCompleted.ShouldBeFalse();
            Eventually.IsTrue(() => operation.CancelRequests == 1, "the request");
            operation.TrySetResult(7);

            (await waiter).ShouldBe(7);
        });

    [Theory, OnEveryRuntime]
    public void By_default_a_cancelled_operation_ends_at_once_and_names_the_token(RuntimeCase on)
        => on.Run(async runtime =>
        {
            using var source = new CancellationTokenSource();
            var operation = new ManualOperation();
            ValueTask<int> pending = operation.Begin(source.Token);

            await source.CancelAsync();

            (await Should.ThrowAsync<OperationCanceledException>(async () => await pending)).CancellationToken.ShouldBe(source.Token);
            operation.TrySetResult(1, version: 0).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_token_that_was_cancelled_before_ends_it_before_it_begins(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();

            await Should.ThrowAsync<OperationCanceledException>(async () => await operation.Begin(new CancellationToken(canceled: true)));
        });

    [Theory, OnEveryRuntime]
    public void Disposal_asks_every_operation_that_a_task_waits_for(RuntimeCase on)
        => on.Outside(
            runtime =>
            {
                var inRoot = new ManualOperation();
                var inNested = new ManualOperation();
                JoinHandle root = runtime.Spawn(async () => await inRoot.Begin());
                JoinHandle nested = runtime.Spawn(async () => await Nested());
                runtime.BlockOn(async () => await Turns.Until(() => inRoot.IsBegun && inNested.IsBegun, "both waits"));

                ShutdownReport report = runtime.ShutdownAsync(TimeSpan.Zero).WaitWithin(TimeSpan.FromSeconds(60));

                report.Unfinished.ShouldBeEmpty();
                (root.IsCanceled, nested.IsCanceled).ShouldBe((true, true));
                (inRoot.CancelRequests, inNested.CancelRequests).ShouldBe((1, 1));

                async Task Nested() => await inNested.Begin();
            },
            options => options.CancelGrace = TimeSpan.FromSeconds(20));

    [Theory, OnEveryRuntime]
    public void A_ValueTask_of_an_earlier_use_is_refused(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            ValueTask<int> first = operation.Begin();
            operation.TrySetResult(1);
            await first;

            ValueTask<int> second = operation.Begin();
            await Should.ThrowAsync<InvalidOperationException>(async () => await first);
            operation.TrySetResult(2);

            (await second).ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Who_completes_too_late_cannot_end_a_later_use(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            ValueTask<int> first = operation.Begin();
            short version = operation.Version;
            operation.TrySetResult(1);
            await first;
            ValueTask<int> second = operation.Begin();

            operation.TrySetResult(100, version).ShouldBeFalse();
            operation.TrySetException(new FormatException(), version).ShouldBeFalse();
            operation.TrySetResult(2).ShouldBeTrue();

            (await second).ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Of_two_who_complete_one_wins(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var operation = new ManualOperation();
            ValueTask<int> pending = operation.Begin();

            operation.TrySetResult(1).ShouldBeTrue();
            operation.TrySetResult(2).ShouldBeFalse();
            operation.TrySetCanceled().ShouldBeFalse();

            (await pending).ShouldBe(1);
        });

    [Fact]
    public void A_stranger_awaits_it_without_any_runtime()
        => ForeignThread.Run(() =>
        {
            var operation = new ManualOperation();
            Task<int> waiter = Wait();

            operation.TrySetResult(42);

            waiter.WaitWithin(TimeSpan.FromSeconds(60)).ShouldBe(42);

            async Task<int> Wait()
            {
                int result = await operation.Begin();
                Runtime.TryGetCurrent(out _).ShouldBeFalse();
                return result;
            }
        });
}
