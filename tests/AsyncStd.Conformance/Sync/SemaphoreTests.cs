namespace AsyncStdConformance.Sync;

using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SemaphoreTests
{
    [Theory, OnEveryRuntime]
    public void No_more_than_there_are_permits_are_inside(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(3);
            int inside = 0;
            JoinHandle[] tasks = [.. Enumerable.Range(0, 30).Select(_ => Task.Spawn(async () =>
            {
                for (int i = 0; i < 10; i++)
                {
                    using var permit = await semaphore.AcquireAsync();
                    Interlocked.Increment(ref inside).ShouldBeLessThanOrEqualTo(3);
                    await Task.YieldNow();
                    Interlocked.Decrement(ref inside);
                }
            }))];
            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            semaphore.CurrentCount.ShouldBe(3);
        });

    [Theory, OnEveryRuntime]
    public void A_wait_for_many_is_not_overtaken_by_one_for_few(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(2);
            var one = await semaphore.AcquireAsync();
            Task<AsyncSemaphore.Permit> many = semaphore.AcquireAsync(2).AsTask();
            Task<AsyncSemaphore.Permit> few = semaphore.AcquireAsync().AsTask();
            semaphore.TryAcquire(out var _).ShouldBeFalse("somebody waits");

            one.Dispose();

            var both = await many;
            both.Count.ShouldBe(2);
            few.IsCompleted.ShouldBeFalse();
            both.Dispose();
            (await few).Dispose();
            semaphore.CurrentCount.ShouldBe(2);
        });

    /// <summary>https://github.com/StephenCleary/AsyncEx/issues/134.</summary>
    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_for_many_lets_those_go_on_who_want_few(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(1);
            using var source = new CancellationTokenSource();
            Task<AsyncSemaphore.Permit> many = semaphore.AcquireAsync(5, source.Token).AsTask();
            Task<AsyncSemaphore.Permit> few = semaphore.AcquireAsync().AsTask();

            source.Cancel();

            (await few).Dispose();
            await Should.ThrowAsync<OperationCanceledException>(many);
            semaphore.CurrentCount.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_permit_is_given_back_once_however_often_it_is_disposed(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(2);
            var first = await semaphore.AcquireAsync();
            var copy = first;
            first.Dispose();
            var second = await semaphore.AcquireAsync(2);
            first.Dispose();
            copy.Dispose();
            semaphore.CurrentCount.ShouldBe(0);
            (copy.IsHeld, second.IsHeld).ShouldBe((false, true));
            second.Dispose();
            semaphore.CurrentCount.ShouldBe(2);
            default(AsyncSemaphore.Permit).Dispose();
        });

    [Theory, OnEveryRuntime]
    public void Permits_can_be_added_and_forgotten(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(0);
            Task<AsyncSemaphore.Permit> three = semaphore.AcquireAsync(3).AsTask();
            semaphore.Release(2);
            three.IsCompleted.ShouldBeFalse();
            semaphore.Release();
            var permit = await three;

            permit.Forget();

            permit.Dispose();
            semaphore.CurrentCount.ShouldBe(0);
        });

    [Theory, OnEveryRuntime]
    public void Closing_it_ends_all_waits_and_keeps_what_is_out(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(1);
            var permit = await semaphore.AcquireAsync();
            Task<AsyncSemaphore.Permit> waits = semaphore.AcquireAsync().AsTask();

            semaphore.Close();

            semaphore.IsClosed.ShouldBeTrue();
            await Should.ThrowAsync<ObjectDisposedException>(waits);
            await Should.ThrowAsync<ObjectDisposedException>(async () => await semaphore.AcquireAsync());
            permit.Dispose();
            semaphore.CurrentCount.ShouldBe(1);
            semaphore.TryAcquire(out var _).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Blocking_for_it_is_for_threads_of_no_runtime(RuntimeCase on)
        => on.Run(async _ =>
        {
            var semaphore = new AsyncSemaphore(1);
            Should.Throw<InvalidOperationException>(() => semaphore.AcquireBlocking());
            ForeignThread.Run(() => semaphore.AcquireBlocking().Dispose());
            using var permit = await semaphore.AcquireAsync();
        });

    [Fact]
    public void Numbers_that_make_no_sense_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new AsyncSemaphore(-1)).ParamName.ShouldBe("initialCount");
        var semaphore = new AsyncSemaphore(int.MaxValue);
        Should.Throw<ArgumentOutOfRangeException>(() => semaphore.AcquireAsync(0)).ParamName.ShouldBe("permitCount");
        Should.Throw<ArgumentOutOfRangeException>(() => semaphore.AcquireAsync(-1)).ParamName.ShouldBe("permitCount");
        Should.Throw<ArgumentOutOfRangeException>(() => semaphore.TryAcquire(-1, out var _)).ParamName.ShouldBe("permitCount");
        Should.Throw<ArgumentOutOfRangeException>(() => semaphore.Release(-1)).ParamName.ShouldBe("permitCount");
        Should.Throw<SemaphoreFullException>(() => semaphore.Release());
        semaphore.TryAcquire(int.MaxValue, out var all).ShouldBeTrue();
        Should.Throw<SemaphoreFullException>(() => semaphore.Release());
        all.Dispose();
        semaphore.CurrentCount.ShouldBe(int.MaxValue);
    }
}
