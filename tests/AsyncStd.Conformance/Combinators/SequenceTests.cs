namespace AsyncStdConformance.Combinators;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Stream;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SequenceTests
{
    [Theory, OnEveryRuntime]
    public void Results_come_in_the_order_of_the_items_and_no_more_run_than_allowed(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (int limit in new[] { 1, 3, 1_000, int.MaxValue })
            {
                int running = 0;
                int most = 0;

                int[] squares = await Task.Join(Enumerable.Range(0, 50), limit, async n =>
                {
                    Most(ref most, Interlocked.Increment(ref running));
                    await Task.Sleep(TimeSpan.FromTicks(n % 5));
                    Interlocked.Decrement(ref running);
                    return n * n;
                });

                squares.ShouldBe(Enumerable.Range(0, 50).Select(n => n * n));
                most.ShouldBeInRange(1, limit);
                runtime.Metrics.TasksAlive.ShouldBe(1);
            }
        });

    [Theory, OnEveryRuntime]
    public void An_item_is_asked_for_when_its_function_can_begin_and_not_before(RuntimeCase on)
        => on.Run(async _ =>
        {
            int asked = 0;
            int done = 0;

            await Task.Join(Items(), 2, async _ =>
            {
                await Task.YieldNow();
                Interlocked.Increment(ref done);
            });

            done.ShouldBe(20);

            IEnumerable<int> Items()
            {
                for (; asked < 20; asked++)
                {
                    (asked - Volatile.Read(ref done)).ShouldBeLessThanOrEqualTo(2);
                    yield return asked;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_sequence_of_nothing_has_no_results(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(Enumerable.Empty<int>(), 1, async n => { await Task.YieldNow(); return n; })).ShouldBeEmpty();
            (await Task.TryJoin(AsyncNumbers(0), 1, async n => { await Task.YieldNow(); return n; })).ShouldBeEmpty();
        });

    [Theory, OnEveryRuntime]
    public void A_limit_below_one_is_refused(RuntimeCase on)
        => on.Run(async runtime =>
        {
            foreach (int limit in new[] { 0, -1, int.MinValue })
            {
                Should.Throw<ArgumentOutOfRangeException>(() => { _ = Task.Join([1], limit, async n => { await Task.YieldNow(); return n; }); }).ParamName.ShouldBe("limit");
                Should.Throw<ArgumentOutOfRangeException>(() => { _ = Task.TryJoin([1], limit, async n => await Task.YieldNow()); }).ParamName.ShouldBe("limit");
            }

            await Task.YieldNow();
        });

    [Theory, OnEveryRuntime]
    public void Join_goes_on_after_a_failure_and_throws_all_of_them_in_order(RuntimeCase on)
        => on.Run(async _ =>
        {
            int done = 0;

            AggregateException exception = await Should.ThrowAsync<AggregateException>(Task.Join(Enumerable.Range(0, 10), 3, async n =>
            {
                await Task.Sleep(TimeSpan.FromTicks(10 - n));
                Interlocked.Increment(ref done);
                if (n % 4 == 1)
                {
                    throw new IOException($"{n}");
                }
            }).AsTask());

            exception.InnerExceptions.Select(each => each.Message).ShouldBe(["1", "5", "9"]);
            done.ShouldBe(10);
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_stops_at_the_first_failure(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            int asked = 0;

            IOException exception = await Should.ThrowAsync<IOException>(
                Task.TryJoin(Items(), 3, n => n == 2 ? probe.Failing<int>("two") : probe.Forever(n)).AsTask());

            exception.Message.ShouldBe("two");
            probe.Ended.ShouldBe(3);
            asked.ShouldBe(3);
            runtime.Metrics.TasksAlive.ShouldBe(1);

            IEnumerable<int> Items()
            {
                while (true)
                {
                    yield return asked++;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_does_not_wait_for_the_next_item_after_a_failure(RuntimeCase on)
        => on.Run(async runtime =>
        {
            var probe = new Probe();
            bool disposed = false;

            await Should.ThrowAsync<IOException>(Task.TryJoin(Items(), 3, _ => probe.Failing<int>("no")).AsTask());

            disposed.ShouldBeTrue();
            runtime.Metrics.TasksAlive.ShouldBe(1);

            async IAsyncEnumerable<int> Items()
            {
                try
                {
                    yield return 1;
                    await Task.Sleep(Timeout.InfiniteTimeSpan); // heeds the scope it is asked in
                }
                finally
                {
                    disposed = true;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void TryJoin_stops_the_function_of_a_chain_that_is_still_at_the_next_item(RuntimeCase on)
        => on.Run(async runtime =>
        {
            int stopped = 0;
            AsyncSequence<int> chain = AsyncSequence.From([0, 1, 2]).Select(async (number, _) =>
            {
                if (number == 1)
                {
                    try
                    {
                        await Task.Pending();
                    }
                    catch (OperationCanceledException)
                    {
                        stopped++;
                        throw;
                    }
                }

                return number;
            });

            await Should.ThrowAsync<InvalidDataException>(async () => await Task.TryJoin(chain, 2, async _ =>
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(5));
                throw new InvalidDataException("no");
            }));

            stopped.ShouldBe(1);
            runtime.Metrics.TasksAlive.ShouldBe(1);
        });

    [Theory, OnEveryRuntime]
    public void A_foreign_sequence_is_told_by_its_token(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var stop = new CancellationTokenSource();
            bool told = false;
            var waits = new TaskCompletionSource();

            Task<int[]> join = Task.Join(Items(), 3, new Probe().Forever, stop.Token).AsTask();
            await waits.Task;
            stop.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(join);
            told.ShouldBeTrue();

            async IAsyncEnumerable<int> Items([EnumeratorCancellation] CancellationToken token = default)
            {
                yield return 1;
                var never = new TaskCompletionSource();
                using (token.Register(() => { told = true; never.SetCanceled(token); }))
                {
                    waits.SetResult();
                    await never.Task;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void A_sequence_that_throws_fails_the_join_when_the_others_have_ended(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();

            (await Should.ThrowAsync<InvalidDataException>(Task.Join(Broken(), 9, probe.Soon).AsTask())).Message.ShouldBe("source");
            probe.Ended.ShouldBe(2);
            (await Should.ThrowAsync<InvalidDataException>(Task.Join(BrokenAsync(), 9, probe.Soon).AsTask())).Message.ShouldBe("source");
            probe.Ended.ShouldBe(4);
            (await Should.ThrowAsync<InvalidDataException>(Task.TryJoin(Broken(), 9, probe.Forever).AsTask())).Message.ShouldBe("source");
            (await Should.ThrowAsync<InvalidDataException>(Task.TryJoin(BrokenAsync(), 9, probe.Forever).AsTask())).Message.ShouldBe("source");
            probe.Ended.ShouldBe(probe.Begun);
            AggregateException both = await Should.ThrowAsync<AggregateException>(Task.Join(Broken(), 9, n => probe.Failing<int>($"{n}")).AsTask());
            both.InnerExceptions.Select(each => each.Message).ShouldBe(["1", "2", "source"]);

            static IEnumerable<int> Broken()
            {
                yield return 1;
                yield return 2;
                throw new InvalidDataException("source");
            }

            static async IAsyncEnumerable<int> BrokenAsync()
            {
                yield return 1;
                await Task.YieldNow();
                yield return 2;
                throw new InvalidDataException("source");
            }
        });

    [Theory, OnEveryRuntime]
    public void The_sequence_is_disposed_of_also_after_a_cancellation(RuntimeCase on)
        => on.Run(async _ =>
        {
            var probe = new Probe();
            int disposed = 0;
            foreach (bool isAsync in new[] { false, true })
            {
                int begun = probe.Begun;
                JoinHandle caller = isAsync
                    ? Task.Spawn(async () => await Task.Join(ItemsAsync(), 1, probe.Forever))
                    : Task.Spawn(async () => await Task.Join(Items(), 1, probe.Forever));
                await CombinatorTests.Until(() => probe.Begun > begun);

                caller.Cancel();

                await Should.ThrowAsync<OperationCanceledException>(caller.AsTask());
            }

            disposed.ShouldBe(2);

            IEnumerable<int> Items()
            {
                try
                {
                    yield return 1;
                }
                finally
                {
                    disposed++;
                }
            }

            async IAsyncEnumerable<int> ItemsAsync()
            {
                try
                {
                    yield return 1;
                }
                finally
                {
                    await Task.Sleep(TimeSpan.FromTicks(1));
                    disposed++;
                }
            }
        });

    [Theory, OnEveryRuntime]
    public void Results_that_a_failure_makes_useless_are_disposed_of(RuntimeCase on)
        => on.Run(async _ =>
        {
            Disposable[] results = [new(), new(), new()];
            var probe = new Probe();

            await Should.ThrowAsync<IOException>(
                Task.TryJoin([0, 1, 2, 3], 9, n => n == 3 ? probe.Failing<Disposable>("no") : n == 1 ? probe.Late(results[n]) : ValueTask.FromResult(results[n])).AsTask());

            results.ShouldAllBe(each => each.Disposed == 1);
        });

    [Theory, OnEveryRuntime]
    public void What_will_not_stop_is_left_running_after_the_grace_period(RuntimeCase on)
        => on.Run(
            async runtime =>
            {
                var stubborn = new TaskCompletionSource();
                var ended = new TaskCompletionSource();

                await Should.ThrowAsync<IOException>(Task.TryJoin([0, 1], 2, async n =>
                {
                    if (n == 1)
                    {
                        await new Probe().Failing<int>("no");
                    }

                    await stubborn.Task;
                    ended.SetResult();
                }).AsTask());

                runtime.Metrics.TasksAbandoned.ShouldBe(1);
                stubborn.SetResult();
                await ended.Task;
            },
            options => options.CancelGrace = TimeSpan.FromMilliseconds(5));

    [Theory, OnEveryRuntime]
    public void Many_items_that_are_ready_at_once_are_no_trouble(RuntimeCase on)
        => on.Run(async _ =>
        {
            (await Task.Join(Enumerable.Range(0, 5_000), 8, ValueTask.FromResult)).ShouldBe(Enumerable.Range(0, 5_000));
            (await Task.TryJoin(AsyncNumbers(500), 8, ValueTask.FromResult)).ShouldBe(Enumerable.Range(0, 500));
        });

    private static async IAsyncEnumerable<int> AsyncNumbers(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 3 == 0)
            {
                await Task.YieldNow();
            }

            yield return i;
        }
    }

    private static void Most(ref int most, int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen)
        {
        }
    }
}
