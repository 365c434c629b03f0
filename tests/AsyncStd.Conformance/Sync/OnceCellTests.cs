namespace AsyncStdConformance.Sync;

using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class OnceCellTests
{
    [Theory, OnEveryRuntime]
    public void The_value_is_made_once_however_many_ask(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cell = new OnceCell<string?>();
            int made = 0;
            JoinHandle<string?>[] tasks = [.. Enumerable.Range(0, 10).Select(_ => Task.Spawn(async () => await cell.GetOrInitAsync(async () =>
            {
                made++;
                await Task.YieldNow();
                return null;
            })))];
            foreach (JoinHandle<string?> task in tasks)
            {
                (await task).ShouldBeNull();
            }

            made.ShouldBe(1);
            cell.IsValueCreated.ShouldBeTrue("null is a value");
            cell.TryGet(out string? value).ShouldBeTrue();
            value.ShouldBeNull();
        });

    [Theory, OnEveryRuntime]
    public void After_an_attempt_that_failed_the_next_one_makes_its_own(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cell = new OnceCell<int>();
            var fail = new Notify();
            Task<int> first = cell.GetOrInitAsync(async () =>
            {
                await fail.WaitAsync();
                throw new FormatException();
            }).AsTask();
            Task<int> observer = cell.WaitAsync().AsTask();
            Task<int> second = cell.GetOrInitAsync(static () => new ValueTask<int>(2)).AsTask();
            Task<int> third = cell.GetOrInitAsync(static () => new ValueTask<int>(3)).AsTask();
            cell.TrySet(9).ShouldBeFalse("one is being made");
            cell.TryGet(out int _).ShouldBeFalse();

            fail.NotifyOne();

            await Should.ThrowAsync<FormatException>(first);
            (await second).ShouldBe(2);
            (await third).ShouldBe(2);
            (await observer).ShouldBe(2);
        });

    [Theory, OnEveryRuntime]
    public void Who_gives_up_before_it_is_his_turn_to_make_the_value_is_left_out(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cell = new OnceCell<int>();
            var fail = new Notify();
            using var source = new CancellationTokenSource();
            bool wasCalled = false;
            Task<int> first = cell.GetOrInitAsync(async () =>
            {
                await fail.WaitAsync();
                throw new FormatException();
            }).AsTask();
            Task<int> second = cell.GetOrInitAsync(
                () =>
                {
                    wasCalled = true;
                    return new ValueTask<int>(2);
                },
                source.Token).AsTask();
            Task<int> third = cell.GetOrInitAsync(static () => new ValueTask<int>(3)).AsTask();

            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(second);
            fail.NotifyOne();

            await Should.ThrowAsync<FormatException>(first);
            (await third).ShouldBe(3);
            wasCalled.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void An_attempt_that_is_cancelled_passes_the_turn_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cell = new OnceCell<int>();
            var begun = new Notify();
            JoinHandle<int> first = Task.Spawn(async () => await cell.GetOrInitAsync(async () =>
            {
                begun.NotifyOne();
                await Task.Sleep(Timeout.InfiniteTimeSpan);
                return 1;
            }));
            await begun.WaitAsync();
            Task<int> second = cell.GetOrInitAsync(static () => new ValueTask<int>(2)).AsTask();

            first.Cancel();

            (await second).ShouldBe(2);
            await Should.ThrowAsync<OperationCanceledException>(first.AsTask());
        });

    [Theory, OnEveryRuntime]
    public void A_value_can_be_put_in_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            var cell = new OnceCell<int>();
            Task<int> observer = cell.WaitAsync().AsTask();
            using var source = new CancellationTokenSource();
            Task<int> impatient = cell.WaitAsync(source.Token).AsTask();
            source.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(impatient);

            cell.TrySet(4).ShouldBeTrue();

            cell.TrySet(5).ShouldBeFalse();
            (await observer).ShouldBe(4);
            (await cell.GetOrInitAsync(static () => throw new FormatException())).ShouldBe(4);
            (await new OnceCell<int>(6).WaitAsync()).ShouldBe(6);
            Should.Throw<ArgumentNullException>(() => cell.GetOrInitAsync(null!)).ParamName.ShouldBe("initializer");
        });

    [Theory, OnEveryRuntime]
    public void A_lazy_value_is_made_when_it_is_first_awaited(RuntimeCase on)
        => on.Run(async _ =>
        {
            int calls = 0;
            var lazy = new AsyncLazy<int>(async () =>
            {
                await Task.YieldNow();
                return ++calls == 1 ? throw new FormatException() : calls;
            });
            lazy.IsValueCreated.ShouldBeFalse();
            lazy.TryGetValue(out int _).ShouldBeFalse();
            await Should.ThrowAsync<FormatException>(async () => await lazy);

            (await lazy).ShouldBe(2);

            (await lazy.GetValueAsync()).ShouldBe(2);
            lazy.TryGetValue(out int value).ShouldBeTrue();
            (value, calls, lazy.IsValueCreated).ShouldBe((2, 2, true));
            Should.Throw<ArgumentNullException>(() => new AsyncLazy<int>(null!)).ParamName.ShouldBe("factory");
        });
}
