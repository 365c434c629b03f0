namespace AsyncStdTests.Sync.Waiting;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdTests.Tasks;

public sealed class QueuedWaiterTests
{
    [Fact]
    public async Task Waiters_are_served_in_the_order_in_which_they_came()
    {
        var turnstile = new Turnstile(0);
        Task<int> first = turnstile.TakeAsync(2).AsTask();
        Task<int> second = turnstile.TakeAsync(1).AsTask();

        turnstile.Give(1);

        first.IsCompleted.ShouldBeFalse("it waits for two");
        second.IsCompleted.ShouldBeFalse("it came later, although one would be enough");
        turnstile.Give(2);
        (await first).ShouldBe(2);
        (await second).ShouldBe(1);
        turnstile.Permits.ShouldBe(0);
    }

    /// <summary>https://github.com/StephenCleary/AsyncEx/issues/134.</summary>
    [Fact]
    public async Task When_the_first_waiter_gives_up_those_that_waited_only_for_it_go_on()
    {
        var turnstile = new Turnstile(1);
        using var source = new CancellationTokenSource();
        Task<int> big = turnstile.TakeAsync(2, source.Token).AsTask();
        Task<int> small = turnstile.TakeAsync(1).AsTask();
        small.IsCompleted.ShouldBeFalse();

        source.Cancel();

        (await small).ShouldBe(1);
        var canceled = await Should.ThrowAsync<OperationCanceledException>(big);
        canceled.CancellationToken.ShouldBe(source.Token);
        turnstile.Permits.ShouldBe(0);
    }

    [Fact]
    public async Task A_waiter_in_the_middle_leaves_without_disturbing_the_others()
    {
        var turnstile = new Turnstile(0);
        using var source = new CancellationTokenSource();
        Task<int> first = turnstile.TakeAsync(1).AsTask();
        Task<int> middle = turnstile.TakeAsync(1, source.Token).AsTask();
        Task<int> last = turnstile.TakeAsync(1).AsTask();

        source.Cancel();
        turnstile.Waiting.ShouldBe(2);
        turnstile.Give(2);

        await first;
        await last;
        await Should.ThrowAsync<OperationCanceledException>(middle);
    }

    [Fact]
    public async Task A_cancellation_that_comes_after_the_end_takes_nothing_back()
    {
        var turnstile = new Turnstile(0);
        using var source = new CancellationTokenSource();
        ValueTask<int> wait = turnstile.TakeAsync(1, source.Token);

        turnstile.Give(1);
        source.Cancel();

        (await wait).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_waiter_hears_why()
    {
        var turnstile = new Turnstile(0);
        ValueTask<int> wait = turnstile.TakeAsync(1);

        turnstile.Close();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await wait);
    }

    [Fact]
    public async Task A_task_that_was_awaited_throws_when_it_is_awaited_again()
    {
        var turnstile = new Turnstile(0);
        ValueTask<int> wait = turnstile.TakeAsync(1);
        turnstile.Give(1);
        await wait;

        await Should.ThrowAsync<InvalidOperationException>(async () => await wait);
    }

    [Fact]
    public void A_thread_outside_of_every_runtime_may_block()
    {
        var turnstile = new Turnstile(0);
        var giver = new Thread(() =>
        {
            SpinWait.SpinUntil(() => turnstile.Waiting == 1);
            turnstile.Give(1);
        });
        giver.Start();

        turnstile.TakeBlocking(1).ShouldBe(1);

        giver.Join();
    }

    [Fact]
    public void Blocking_within_a_task_is_refused()
    {
        var turnstile = new Turnstile(1);

        AllocationTests.OnRuntime(runtime => runtime.BlockOn(async () =>
        {
            await Task.YieldNow();
            Should.Throw<InvalidOperationException>(() => turnstile.TakeBlocking(1));
            return 0;
        }));
    }

    [Fact]
    public void A_wait_belongs_to_the_scope_of_its_task()
    {
        var turnstile = new Turnstile(0);

        AllocationTests.OnRuntime(runtime => runtime.BlockOn(async () =>
        {
            JoinHandle<int> direct = Task.Spawn(async () => await turnstile.TakeAsync(1));
            JoinHandle<int> nested = Task.Spawn(async () => await Nested());
            while (turnstile.Waiting < 2)
            {
                await Task.YieldNow();
            }

            direct.Cancel();
            nested.Cancel();

            turnstile.Waiting.ShouldBe(0);
            await Should.ThrowAsync<OperationCanceledException>(async () => await direct);
            await Should.ThrowAsync<OperationCanceledException>(async () => await nested);
            return 0;
        }));

        async ValueTask<int> Nested() => await turnstile.TakeAsync(1);
    }

    [Fact]
    public async Task Many_waiters_cancelled_at_once_leave_nothing_behind()
    {
        var turnstile = new Turnstile(0);
        using var source = new CancellationTokenSource();
        Task<int>[] waits = [.. Enumerable.Range(0, 20_000).Select(_ => turnstile.TakeAsync(1, source.Token).AsTask())];
        turnstile.Waiting.ShouldBe(waits.Length);

        source.Cancel();

        turnstile.Waiting.ShouldBe(0);
        foreach (Task<int> wait in waits)
        {
            await Should.ThrowAsync<OperationCanceledException>(wait);
        }

        turnstile.Permits.ShouldBe(0);
    }

    [OptimizedFact]
    public void Waiting_allocates_nothing()
    {
        const int Operations = 10_000;
        var turnstile = new Turnstile(0);

        long bytes = AllocationTests.OnRuntime(runtime => AllocatedBytes.OnceWarm(0, () => runtime.BlockOn(async () =>
        {
            JoinHandle other = Task.Spawn(async () =>
            {
                for (int i = 0; i < Operations; i++)
                {
                    while (turnstile.Waiting == 0)
                    {
                        await Task.YieldNow();
                    }

                    turnstile.Give(1);
                }
            });
            await Task.YieldNow();
            await turnstile.TakeAsync(1);
            long before = AllocatedBytes.SoFar;
            for (int i = 1; i < Operations; i++)
            {
                await turnstile.TakeAsync(1);
            }

            long after = AllocatedBytes.SoFar;
            await other;
            return after - before;
        })));

        bytes.ShouldBe(0);
    }
}
