namespace AsyncStdConformance.Sync;

using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class CondvarTests
{
    [Theory, OnEveryRuntime]
    public void A_wait_releases_the_lock_and_holds_it_again_afterwards(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            var condvar = new Condvar();
            using var guard = await mutex.LockAsync();
            ValueTask wait = condvar.WaitAsync(guard);
            guard.IsHeld.ShouldBeFalse();
            Should.Throw<ObjectDisposedException>(() => guard.Value);
            using (var other = await mutex.LockAsync())
            {
                other.Value = 5;
                condvar.NotifyOne();
                guard.IsHeld.ShouldBeFalse("the other holds it");
            }

            await wait;

            guard.Value.ShouldBe(5);
        });

    [Theory, OnEveryRuntime]
    public void A_queue_of_one_task_feeds_another(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Items = 200;
            var queue = new Mutex<Queue<int>>(new());
            var filled = new Condvar();
            JoinHandle<int> consumer = Task.Spawn(async () =>
            {
                int sum = 0;
                for (int i = 0; i < Items; i++)
                {
                    using var guard = await queue.LockAsync();
                    await filled.WaitUntilAsync(guard, static items => items.Count > 0);
                    sum += guard.Value.Dequeue();
                }

                return sum;
            });
            for (int i = 0; i < Items; i++)
            {
                using (var guard = await queue.LockAsync())
                {
                    guard.Value.Enqueue(i);
                }

                filled.NotifyOne();
            }

            (await consumer).ShouldBe(Items * (Items - 1) / 2);
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void However_often_it_is_woken_a_wait_for_a_condition_lasts_as_long_as_its_limit(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var limit = TimeSpan.FromSeconds(10);
            var mutex = new Mutex<int>(0);
            var condvar = new Condvar();
            using var guard = await mutex.LockAsync();
            JoinHandle waking = Task.Spawn(async () =>
            {
                for (int i = 0; i < 3; i++)
                {
                    await Task.Sleep(TimeSpan.FromSeconds(3));
                    condvar.NotifyAll();
                }
            });
            long start = runtime.Clock.GetTimestamp();
            int looks = 0;

            bool holds = await condvar.WaitUntilAsync(
                guard,
                _ =>
                {
                    looks++;
                    return false;
                },
                limit);

            holds.ShouldBeFalse();
            looks.ShouldBe(5, "at first, three times woken, and in the end");
            runtime.Clock.GetElapsedTime(start).ShouldBe(limit, TimeSpan.FromMilliseconds(50));
            await waking;
        });

    [Theory, OnEveryRuntime]
    public void Notifying_all_wakes_all_who_wait_and_nobody_later(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            var condvar = new Condvar();
            Task[] waits = [.. Enumerable.Range(0, 5).Select(_ => Wait())];

            condvar.NotifyAll();

            await Task.WhenAll(waits);
            Task late = Wait();
            mutex.IsLocked.ShouldBeFalse();
            condvar.NotifyOne();
            await late;

            async Task Wait()
            {
                mutex.TryLock(out var guard).ShouldBeTrue();
                using (guard)
                {
                    await condvar.WaitAsync(guard);
                    guard.Value++;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_limited_wait_says_whether_it_was_notified_and_holds_the_lock_either_way(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            var condvar = new Condvar();
            using var guard = await mutex.LockAsync();

            (await condvar.WaitAsync(guard, TimeSpan.FromMilliseconds(2))).ShouldBeFalse();
            guard.IsHeld.ShouldBeTrue();
            (await condvar.WaitAsync(guard, TimeSpan.Zero)).ShouldBeFalse();
            guard.IsHeld.ShouldBeTrue();
            ValueTask<bool> wait = condvar.WaitAsync(guard, TimeSpan.FromHours(1));
            condvar.NotifyOne();
            (await wait).ShouldBeTrue();
            guard.IsHeld.ShouldBeTrue();
            wait = condvar.WaitAsync(guard, Timeout.InfiniteTimeSpan);
            condvar.NotifyOne();
            (await wait).ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_limited_wait_whose_time_is_up_waits_for_whoever_holds_the_lock(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<bool>(false);
            var condvar = new Condvar();
            using var guard = await mutex.LockAsync();
            ValueTask<Mutex<bool>.Guard> next = mutex.LockAsync();
            ValueTask<bool> wait = condvar.WaitAsync(guard, TimeSpan.FromMilliseconds(1));
            var other = await next; // has waited for the lock since before the wait released it
            JoinHandle holder = Task.Spawn(async () =>
            {
                for (int i = 0; i < 10_000 && !mutex.ToString().EndsWith("1 waiting", StringComparison.Ordinal); i++)
                {
                    await Task.Sleep(TimeSpan.FromMilliseconds(1)); // until its time is up, when it queues for the lock
                }

                other.Value = true;
                condvar.NotifyOne(); // too late for somebody whose time is up
                other.Dispose();
            });

            (await wait).ShouldBeFalse();

            guard.IsHeld.ShouldBeTrue();
            guard.Value.ShouldBeTrue();
            await holder;
        });

    [Theory, OnEveryRuntime]
    public void A_limited_wait_for_a_condition_says_what_it_said_last(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            var condvar = new Condvar();
            using var guard = await mutex.LockAsync();
            (await condvar.WaitUntilAsync(guard, static value => value == 1, TimeSpan.FromMilliseconds(2))).ShouldBeFalse();
            (await condvar.WaitUntilAsync(guard, static value => value == 0, TimeSpan.Zero)).ShouldBeTrue();
            JoinHandle other = Task.Spawn(async () =>
            {
                for (int i = 0; i < 3; i++)
                {
                    using (var mine = await mutex.LockAsync())
                    {
                        mine.Value++;
                    }

                    condvar.NotifyAll();
                }
            });

            (await condvar.WaitUntilAsync(guard, static value => value == 3, TimeSpan.FromHours(1))).ShouldBeTrue();

            guard.Value.ShouldBe(3);
            await other;
        });

    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_leaves_the_lock_free_and_passes_its_notification_on(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            var condvar = new Condvar();
            using var source = new CancellationTokenSource();
            var first = await mutex.LockAsync();
            Task firstWait = condvar.WaitAsync(first, source.Token).AsTask();
            var second = await mutex.LockAsync();
            Task secondWait = condvar.WaitAsync(second).AsTask();

            var holder = await mutex.LockAsync();
            condvar.NotifyOne(); // the first is woken, and now waits for the lock
            for (int i = 0; i < 10_000 && mutex.ToString().EndsWith("0 waiting", StringComparison.Ordinal); i++)
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(1));
            }

            source.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(firstWait);
            first.IsHeld.ShouldBeFalse();
            first.Dispose();
            holder.Dispose();
            await secondWait;
            second.IsHeld.ShouldBeTrue();
            second.Dispose();
            mutex.IsLocked.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_condition_that_throws_leaves_the_lock_held(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            var condvar = new Condvar();
            var guard = await mutex.LockAsync();

            await Should.ThrowAsync<FormatException>(async () => await condvar.WaitUntilAsync(guard, static _ => throw new FormatException()));

            guard.IsHeld.ShouldBeTrue();
            guard.Dispose();
            await Should.ThrowAsync<ObjectDisposedException>(async () => await condvar.WaitAsync(guard));
            await Should.ThrowAsync<ObjectDisposedException>(async () => await condvar.WaitAsync(default(Mutex<int>.Guard)));
            Should.Throw<ArgumentNullException>(() => condvar.WaitUntilAsync(guard, null!)).ParamName.ShouldBe("condition");
            Should.Throw<ArgumentOutOfRangeException>(() => condvar.WaitAsync(guard, TimeSpan.FromTicks(-5))).ParamName.ShouldBe("timeout");
        });
}
