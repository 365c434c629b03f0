namespace AsyncStdConformance.Streams;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Stream;
using AsyncStdConformance.Harness;

public sealed class BufferedTests
{
    [Theory, OnEveryRuntime]
    public void Results_come_in_order_from_so_many_calls_at_a_time(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int limit = 1; limit < 5; limit++)
            {
                int running = 0;
                int most = 0;
                var source = new Probed<int>([.. Enumerable.Range(0, 30)], new Random(limit));

                List<int> all = await source.Buffered(limit, async x =>
                {
                    Max(ref most, Interlocked.Increment(ref running));
                    for (int i = 0; i < x % 4; i++)
                    {
                        await Task.YieldNow();
                    }

                    Interlocked.Decrement(ref running);
                    return x * x;
                }).ToListAsync();

                all.ShouldBe(Enumerable.Range(0, 30).Select(x => x * x));
                most.ShouldBeLessThanOrEqualTo(limit);
                source.ShouldBeClosed();
            }
        });

    [Theory, OnEveryRuntime(Having = Traits.VirtualTime)]
    public void Unordered_results_come_as_they_are_ready(RuntimeCase on)
        => on.Run(async _ =>
        {
            List<int> all = await AsyncSequence.Range(0, 5).BufferUnordered(5, async x =>
            {
                await Task.Sleep(TimeSpan.FromMilliseconds(10 * (5 - x)));
                return x;
            }).ToListAsync();

            all.ShouldBe([4, 3, 2, 1, 0]);
        });

    [Theory, OnEveryRuntime]
    public void Unordered_results_all_come(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([.. Enumerable.Range(0, 100)], new Random(5));

            List<int> all = await source.BufferUnordered(7, async x =>
            {
                await Task.YieldNow();
                return x;
            }).ToListAsync();

            all.Order().ShouldBe(Enumerable.Range(0, 100));
            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void A_failure_comes_in_its_place_and_the_calls_behind_it_are_stopped_and_waited_for(RuntimeCase on)
        => on.Run(async _ =>
        {
            int running = 0;
            var seen = new List<int>();
            var source = new Probed<int>([.. Enumerable.Range(0, 10)]);

            await Should.ThrowAsync<FormatException>(async () =>
            {
                await foreach (int item in source.Buffered(4, async x =>
                {
                    if (x == 2)
                    {
                        throw new FormatException();
                    }

                    if (x > 2)
                    {
                        Interlocked.Increment(ref running);
                        try
                        {
                            await Task.Sleep(Timeout.InfiniteTimeSpan);
                        }
                        finally
                        {
                            Interlocked.Decrement(ref running);
                        }
                    }

                    await Task.YieldNow();
                    return x;
                }))
                {
                    seen.Add(item);
                }
            });

            seen.ShouldBe([0, 1]);
            running.ShouldBe(0);
            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void A_source_that_fails_does_so_after_the_results_of_the_calls_that_were_begun(RuntimeCase on)
        => on.Run(async _ =>
        {
            var seen = new List<int>();
            var source = new Probed<int>([1, 2, 3]) { Failure = (3, new FormatException()) };

            await Should.ThrowAsync<FormatException>(async () => await source.Buffered(8, async x =>
            {
                await Task.YieldNow();
                return x;
            }).ForEachAsync(seen.Add));

            seen.ShouldBe([1, 2, 3]);
            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void Leaving_early_stops_the_calls_and_disposes_of_what_nobody_gets(RuntimeCase on)
        => on.Run(async _ =>
        {
            var made = new List<Result>();
            var source = new Probed<int>([.. Enumerable.Range(0, 10)]);

            await foreach (Result result in source.Buffered(4, async x =>
            {
                await Task.YieldNow();
                var result = new Result();
                lock (made)
                {
                    made.Add(result);
                }

                return result;
            }))
            {
                result.IsDisposed.ShouldBeFalse();
                result.Dispose();
                break;
            }

            made.ShouldNotBeEmpty();
            made.ShouldAllBe(each => each.IsDisposed);
            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void Tasks_and_functions_in_a_sequence_are_awaited(RuntimeCase on)
        => on.Run(async _ =>
        {
            static async Task<int> Square(int x)
            {
                await Task.YieldNow();
                return x * x;
            }

            IEnumerable<int> squares = Enumerable.Range(0, 10).Select(x => x * x);
            AsyncSequence<int> numbers = AsyncSequence.Range(0, 10);

            (await numbers.Select(Square).Buffered(3).ToListAsync()).ShouldBe(squares);
            (await numbers.Select(Square).BufferUnordered(3).ToListAsync()).Order().ShouldBe(squares);
            (await numbers.Select(x => (Func<Task<int>>)(() => Square(x))).Buffered(3).ToListAsync()).ShouldBe(squares);
            (await numbers.Select(x => (Func<Task<int>>)(() => Square(x))).BufferUnordered(3).ToListAsync()).Order().ShouldBe(squares);
        });

    [Theory, OnEveryRuntime]
    public void Every_form_of_function_is_taken(RuntimeCase on)
        => on.Run(async _ =>
        {
            static async Task<int> Plain(int x)
            {
                await Task.YieldNow();
                return x + 1;
            }

            static async ValueTask<int> Value(int x)
            {
                await Task.YieldNow();
                return x + 1;
            }

            static Task<int> WithToken(int x, CancellationToken token) => token.CanBeCanceled ? Plain(x) : throw new InvalidOperationException("no token");
            static ValueTask<int> ValueWithToken(int x, CancellationToken token) => token.CanBeCanceled ? Value(x) : throw new InvalidOperationException("no token");

            AsyncSequence<int> numbers = AsyncSequence.Range(0, 4);
            AsyncSequence<int>[] all =
            [
                numbers.Buffered(2, Plain), numbers.Buffered(2, Value), numbers.Buffered(2, WithToken), numbers.Buffered(2, ValueWithToken),
                numbers.BufferUnordered(1, Plain), numbers.BufferUnordered(1, Value), numbers.BufferUnordered(1, WithToken), numbers.BufferUnordered(1, ValueWithToken),
                numbers.ParMap(2, Plain), numbers.ParMap(2, Value), numbers.ParMap(2, WithToken), numbers.ParMap(2, ValueWithToken),
                numbers.ParMap(2, x => x + 1), numbers.ParMap(2, async x => await Plain(x)),
            ];
            foreach (AsyncSequence<int> each in all)
            {
                (await each.ToListAsync()).ShouldBe([1, 2, 3, 4]);
            }
        });

    [Theory, OnEveryRuntime]
    public void What_a_parallel_function_throws_is_thrown(RuntimeCase on)
        => on.Run(async _ =>
        {
            var seen = new List<int>();

            await Should.ThrowAsync<FormatException>(async () => await AsyncSequence.Range(0, 10)
                .ParMap(3, x => x == 5 ? throw new FormatException() : x)
                .ForEachAsync(seen.Add));

            seen.ShouldBe([0, 1, 2, 3, 4]);
        });

    [Theory, OnEveryRuntime]
    public void For_each_concurrent_calls_for_each_item_and_stops_at_the_first_failure(RuntimeCase on)
        => on.Run(async _ =>
        {
            int sum = 0;
            int running = 0;
            int most = 0;
            static Task Nothing(int x) => Task.CompletedTask;
            var source = new Probed<int>([.. Enumerable.Range(1, 100)], new Random(8));

            await source.ForEachConcurrentAsync(3, async x =>
            {
                Max(ref most, Interlocked.Increment(ref running));
                await Task.YieldNow();
                Interlocked.Add(ref sum, x);
                Interlocked.Decrement(ref running);
            });
            await source.ForEachConcurrentAsync(3, Nothing);
            await source.ForEachConcurrentAsync(3, async (int x, CancellationToken token) => await Task.YieldNow());

            sum.ShouldBe(5050);
            most.ShouldBeLessThanOrEqualTo(3);
            source.Disposed.ShouldBe(3);
            await Should.ThrowAsync<FormatException>(async () => await AsyncEnumerable.RepeatForever(0).ForEachConcurrentAsync(2, async x =>
            {
                await Task.YieldNow();
                throw new FormatException();
            }));
        });

    [Theory, OnEveryRuntime]
    public void The_scope_stops_the_calls(RuntimeCase on)
        => on.Run(async _ =>
        {
            int running = 0;
            var source = new Probed<int>([.. Enumerable.Range(0, 10)]);
            var reader = Task.Spawn(async () => await source.BufferUnordered(3, async x =>
            {
                Interlocked.Increment(ref running);
                try
                {
                    await Task.Sleep(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }

                return x;
            }).CountAsync());
            while (Volatile.Read(ref running) < 3)
            {
                await Task.YieldNow();
            }

            reader.Cancel();

            await Should.ThrowAsync<OperationCanceledException>(async () => await reader);
            running.ShouldBe(0);
            source.ShouldBeClosed();
        });

    private static void Max(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private sealed class Result : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
