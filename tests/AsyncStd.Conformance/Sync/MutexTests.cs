namespace AsyncStdConformance.Sync;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class MutexTests
{
    [Theory, OnEveryRuntime]
    public void A_cancelled_wait_is_a_cancelled_task(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            using var held = await mutex.LockAsync();
            using var source = new CancellationTokenSource();
            Task<Mutex<int>.Guard> task = mutex.LockAsync(source.Token).AsTask();

            source.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await task);
            task.IsCanceled.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void One_at_a_time_holds_the_lock(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Tasks = 20;
            const int Rounds = 50;
            var mutex = new Mutex<int>(0);
            int inside = 0;
            JoinHandle[] tasks = [.. Enumerable.Range(0, Tasks).Select(task => Task.Spawn(async () =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    using var guard = await mutex.LockAsync();
                    Interlocked.Increment(ref inside).ShouldBe(1);
                    guard.Value++;
                    if ((task + i) % 3 == 0)
                    {
                        await Task.YieldNow();
                    }

                    Interlocked.Decrement(ref inside);
                }
            }))];
            foreach (JoinHandle task in tasks)
            {
                await task;
            }

            using var last = await mutex.LockAsync();
            last.Value.ShouldBe(Tasks * Rounds);
        });

    [Theory, OnEveryRuntime]
    public void A_thousand_tasks_take_it_once_each(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Tasks = 1_000;
            var mutex = new Mutex<int>(0);
            JoinHandle[] tasks = [.. Enumerable.Range(0, Tasks).Select(_ => Task.Spawn(async () =>
            {
                using var guard = await mutex.LockAsync();
                guard.Value++;
            }))];

            await Task.Join(tasks);

            mutex.TryLock(out var last).ShouldBeTrue();
            last.Value.ShouldBe(Tasks);
        });

    [Theory, OnEveryRuntime]
    public void It_is_handed_over_in_the_order_in_which_it_was_asked_for(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<List<int>>([]);
            var guard = await mutex.LockAsync();
            Task<Mutex<List<int>>.Guard>[] waits = [.. Enumerable.Range(0, 10).Select(_ => mutex.LockAsync().AsTask())];

            guard.Dispose();

            mutex.IsLocked.ShouldBeTrue("it went from hand to hand");
            mutex.TryLock(out var _).ShouldBeFalse();
            for (int i = 0; i < waits.Length; i++)
            {
                using var next = await waits[i];
                waits.Skip(i + 1).ShouldAllBe(later => !later.IsCompleted);
                next.Value.Add(i);
            }

            mutex.IsLocked.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Trying_never_waits(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<string?>(null);

            mutex.TryLock(out var first).ShouldBeTrue();
            mutex.TryLock(out var second).ShouldBeFalse();

            first.IsHeld.ShouldBeTrue();
            first.Mutex.ShouldBeSameAs(mutex);
            second.IsHeld.ShouldBeFalse();
            second.Dispose();
            mutex.IsLocked.ShouldBeTrue("what holds nothing releases nothing");
            first.Value.ShouldBeNull();
            first.Dispose();
            mutex.IsLocked.ShouldBeFalse();
            using var third = await mutex.LockAsync();
        });

    [Theory, OnEveryRuntime]
    public void Disposing_twice_does_not_release_the_lock_of_another(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            var first = await mutex.LockAsync();
            var copy = first;
            first.Dispose();
            var second = await mutex.LockAsync();

            first.Dispose();
            copy.Dispose();

            mutex.IsLocked.ShouldBeTrue();
            second.IsHeld.ShouldBeTrue();
            second.Dispose();
        });

    [Theory, OnEveryRuntime]
    public void A_guard_that_was_disposed_leads_to_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(1);
            var guard = await mutex.LockAsync();
            guard.Dispose();

            Should.Throw<ObjectDisposedException>(() => guard.Value);
            Should.Throw<ObjectDisposedException>(() => guard.Map(static (ref int value) => ref value));
            using var next = await mutex.LockAsync();
            Should.Throw<ObjectDisposedException>(() => guard.Value);
            Should.Throw<ObjectDisposedException>(() => default(Mutex<int>.Guard).Value);
            default(Mutex<int>.Guard).Dispose();
            next.Value.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_guard_may_be_disposed_on_another_thread(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            var guard = await mutex.LockAsync();
            ValueTask<Mutex<int>.Guard> next = mutex.LockAsync();

            ForeignThread.Run(guard.Dispose);

            (await next).Dispose();
        });

    [Theory, OnEveryRuntime]
    public void A_guard_that_is_forgotten_keeps_the_lock(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            Forget(await mutex.LockAsync());
            GC.Collect();
            GC.WaitForPendingFinalizers();

            mutex.TryLock(out var _).ShouldBeFalse();

            static void Forget(Mutex<int>.Guard guard) => guard.Value++;
        });

    [Theory, OnEveryRuntime]
    public void A_guard_can_be_narrowed_to_a_part(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int[]>([1, 2]);
            using (var part = (await mutex.LockAsync()).Map(static (ref int[] all) => ref all[1]))
            {
                part.Value = 5;
            }

            using var guard = await mutex.LockAsync();
            guard.Value.ShouldBe([1, 5]);
            Should.Throw<ArgumentNullException>(() => guard.Map<int>(null!)).ParamName.ShouldBe("part");
        });

    [Theory, OnEveryRuntime]
    public void A_token_ends_the_wait_and_the_lock_is_not_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            using var source = new CancellationTokenSource();
            var guard = await mutex.LockAsync();
            ValueTask<Mutex<int>.Guard> given = mutex.LockAsync(source.Token);
            ValueTask<Mutex<int>.Guard> behind = mutex.LockAsync();

            source.Cancel();

            (await Should.ThrowAsync<OperationCanceledException>(given.AsTask())).CancellationToken.ShouldBe(source.Token);
            guard.Dispose();
            (await behind).Dispose();
            await Should.ThrowAsync<OperationCanceledException>(mutex.LockAsync(source.Token).AsTask());
            mutex.IsLocked.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void What_comes_too_late_cancels_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            using var source = new CancellationTokenSource();
            var guard = await mutex.LockAsync();
            ValueTask<Mutex<int>.Guard> next = mutex.LockAsync(source.Token);
            guard.Dispose();

            source.Cancel();

            using var mine = await next;
            mine.IsHeld.ShouldBeTrue();
        });

    [Theory, OnEveryRuntime]
    public void A_task_that_takes_free_locks_without_end_can_be_stopped(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            JoinHandle task = Task.Spawn(async () =>
            {
                while (true)
                {
                    using var guard = await mutex.LockAsync();
                }
            });
            await Task.YieldNow();

            task.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(task.AsTask());
            mutex.IsLocked.ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void Blocking_for_it_is_for_threads_of_no_runtime(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<int>(0);
            Should.Throw<InvalidOperationException>(() => mutex.LockBlocking());
            var guard = await mutex.LockAsync();
            var queued = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task thread = ForeignThread.Start(() =>
            {
                queued.SetResult();
                using var mine = mutex.LockBlocking();
                mine.Value++;
            });
            await queued.Task;
            guard.Dispose();
            thread.WaitWithin(TimeSpan.FromSeconds(60));

            using var last = await mutex.LockAsync();
            last.Value.ShouldBe(1);
        });

    [Theory, OnEveryRuntime(Lacking = Traits.ClosedWorld)]
    public void Tasks_and_strangers_share_it(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Rounds = 200;
            var mutex = new Mutex<int>(0);
            JoinHandle[] ours = [.. Enumerable.Range(0, 4).Select(_ => Task.Spawn(async () => await Count()))];
            Task[] theirs = [.. Enumerable.Range(0, 4).Select(_ => Scope.Detached(() => Task.Run(Count)))];
            Task[] threads = [.. Enumerable.Range(0, 2).Select(_ => ForeignThread.Start(() =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    using var guard = mutex.LockBlocking();
                    guard.Value++;
                }
            }))];
            foreach (JoinHandle task in ours)
            {
                await task;
            }

            await Task.WhenAll([.. theirs, .. threads]);
            using var last = await mutex.LockAsync();
            last.Value.ShouldBe(10 * Rounds);

            async Task Count()
            {
                for (int i = 0; i < Rounds; i++)
                {
                    using var guard = await mutex.LockAsync();
                    guard.Value++;
                    if (i % 10 == 0)
                    {
                        await Task.Yield();
                    }
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void It_says_how_it_stands_and_never_what_it_protects(RuntimeCase on)
        => on.Run(async _ =>
        {
            var mutex = new Mutex<string>("secret");
            mutex.ToString().ShouldBe("Mutex<String>, free, 0 waiting");
            var guard = await mutex.LockAsync();
            ValueTask<Mutex<string>.Guard> next = mutex.LockAsync();
            mutex.ToString().ShouldBe("Mutex<String>, locked, 1 waiting");
            guard.Dispose();
            (await next).Dispose();
        });
}
