namespace AsyncStdConformance.Streams;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Stream;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

public sealed class SequenceTests
{
    [Theory, OnEveryRuntime]
    public void Sources_give_what_they_say(RuntimeCase on)
        => on.Run(async _ =>
        {
            int n = 0;
            int m = 0;
            var later = new StringReader("a\nb");
            (await AsyncSequence.Range(-2, 4).ToListAsync()).ShouldBe([-2, -1, 0, 1]);
            (await AsyncSequence.Range(int.MaxValue - 1, 2).ToListAsync()).ShouldBe([int.MaxValue - 1, int.MaxValue]);
            (await AsyncSequence.Range(int.MinValue, 0).AnyAsync()).ShouldBeFalse();
            (await AsyncSequence.From("abc").ToListAsync()).ShouldBe(['a', 'b', 'c']);
            (await AsyncSequence.From<object>(new[] { "a" }).ToListAsync()).ShouldBe(["a"]);
            (await AsyncEnumerable.FromFn(() => n < 3 ? n++ : (int?)null).ToListAsync()).ShouldBe([0, 1, 2]);
            (await AsyncEnumerable.FromFn(new StringReader("a\nb").ReadLine).ToListAsync()).ShouldBe(["a", "b"]);
            (await AsyncEnumerable.FromFn(LaterAsync).ToListAsync()).ShouldBe([0, 1, 2]);
            (await AsyncEnumerable.FromFn(token => later.ReadLineAsync(token)).ToListAsync()).ShouldBe(["a", "b"]);
            (await AsyncEnumerable.RepeatForever("no").Take(3).ToListAsync()).ShouldBe(["no", "no", "no"]);
            (await AsyncEnumerable.RepeatWith(() => 7).Take(2).ToListAsync()).ShouldBe([7, 7]);
            (await AsyncEnumerable.RepeatWith<int>(async _ => { await Task.YieldNow(); return 7; }).Take(2).ToListAsync()).ShouldBe([7, 7]);
            (await AsyncEnumerable.Successors(1, x => x < 100 ? x * 3 : (int?)null).ToListAsync()).ShouldBe([1, 3, 9, 27, 81, 243]);
            (await AsyncEnumerable.Successors((string?)null, x => x).AnyAsync()).ShouldBeFalse();
            (await AsyncEnumerable.Successors("a", x => x.Length < 3 ? x + "a" : null).ToListAsync()).ShouldBe(["a", "aa", "aaa"]);
            (await AsyncEnumerable.Successors<int>(1, async (x, _) => { await Task.YieldNow(); return x < 3 ? x + 1 : null; }).ToListAsync()).ShouldBe([1, 2, 3]);
            (await AsyncEnumerable.Successors<string>("a", async (x, _) => { await Task.YieldNow(); return x.Length < 2 ? x + "a" : null; }).ToListAsync()).ShouldBe(["a", "aa"]);
            (await AsyncSequence.Range(1, 3).Cycle().Take(7).ToListAsync()).ShouldBe([1, 2, 3, 1, 2, 3, 1]);
            (await AsyncSequence.From<int>([]).Cycle().AnyAsync()).ShouldBeFalse();

            async ValueTask<int?> LaterAsync(CancellationToken token)
            {
                await Task.YieldNow();
                return m < 3 ? m++ : null;
            }
        });

    [Theory, OnEveryRuntime]
    public void A_cycle_closes_each_round(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([1, 2], new Random(1));

            (await source.Cycle().Take(9).CountAsync()).ShouldBe(9);

            source.Begun.ShouldBe(5);
            source.Disposed.ShouldBe(5);
        });

    [Theory, OnEveryRuntime]
    public void Results_are_those_of_LINQ(RuntimeCase on)
        => on.Run(async _ =>
        {
            AsyncSequence<int> few = AsyncSequence.From([3, 1, 2]);
            AsyncSequence<int> none = AsyncSequence.From<int>([]);

            (await few.AggregateAsync((a, b) => a * 10 + b)).ShouldBe(312);
            (await few.CountAsync()).ShouldBe(3);
            (await few.CountAsync(x => x > 1)).ShouldBe(2);
            (await few.LongCountAsync()).ShouldBe(3);
            (await few.AnyAsync()).ShouldBeTrue();
            (await few.AnyAsync(x => x > 3)).ShouldBeFalse();
            (await few.AllAsync(x => x > 0)).ShouldBeTrue();
            (await few.AllAsync(x => x > 1)).ShouldBeFalse();
            (await few.ContainsAsync(2)).ShouldBeTrue();
            (await few.ContainsAsync(4)).ShouldBeFalse();
            (await few.FirstAsync()).ShouldBe(3);
            (await few.FirstAsync(x => x < 3)).ShouldBe(1);
            (await few.FirstOrDefaultAsync()).ShouldBe(3);
            (await few.FirstOrDefaultAsync(x => x > 3)).ShouldBe(0);
            (await none.FirstOrDefaultAsync()).ShouldBe(0);
            (await few.ToArrayAsync()).ShouldBe([3, 1, 2]);
            (await few.Order().ToListAsync()).ShouldBe([1, 2, 3]); // what is not ours is LINQ's
            (await few.SumAsync()).ShouldBe(6);
            int sum = 0;
            await few.ForEachAsync(x => sum += x);
            await few.ForEachAsync(async (x, _) => { await Task.YieldNow(); sum += x; });
            sum.ShouldBe(12);
            await Should.ThrowAsync<InvalidOperationException>(async () => await none.FirstAsync());
            await Should.ThrowAsync<InvalidOperationException>(async () => await few.FirstAsync(x => x > 3));
            await Should.ThrowAsync<InvalidOperationException>(async () => await none.AggregateAsync((a, b) => a + b));
        });

    [Theory, OnEveryRuntime]
    public void Results_that_LINQ_lacks(RuntimeCase on)
        => on.Run(async _ =>
        {
            Probed<int> Few() => new([3, 1, 2, 4], new Random(1));

            (await Few().TryFoldAsync(0, (sum, x) => (sum + x < 5, sum + x))).ShouldBe((false, 6));
            (await Few().TryFoldAsync(0, (sum, x) => (true, sum + x))).ShouldBe((true, 10));
            (await Few().TryFoldAsync(0, async (sum, x, _) => { await Task.YieldNow(); return (x != 2, sum + x); })).ShouldBe((false, 6));
            (await Few().TryForEachAsync(x => x != 1)).ShouldBeFalse();
            (await Few().TryForEachAsync(x => true)).ShouldBeTrue();
            (await Few().TryForEachAsync(async (x, _) => { await Task.YieldNow(); return x != 4; })).ShouldBeFalse();
            (await Few().FindMapAsync(x => x < 3 ? x * 10 : (int?)null)).ShouldBe(10);
            (await Few().FindMapAsync(x => (int?)null)).ShouldBeNull();
            (await Few().FindMapAsync(x => x < 3 ? $"{x}" : null)).ShouldBe("1");
            (await Few().FindMapAsync<int, int>(async (x, _) => { await Task.YieldNow(); return x == 2 ? x : null; })).ShouldBe(2);
            (await Few().FindMapAsync<int, string>(async (x, _) => { await Task.YieldNow(); return x == 2 ? "two" : null; })).ShouldBe("two");
            (await Few().PositionAsync(x => x == 2)).ShouldBe(2);
            (await Few().PositionAsync(x => x == 9)).ShouldBe(-1);
            (List<int> even, List<int> odd) = await Few().PartitionAsync(x => x % 2 == 0);
            even.ShouldBe([2, 4]);
            odd.ShouldBe([3, 1]);
            (List<int> numbers, List<string> names) = await AsyncSequence.From([(1, "one"), (2, "two")]).UnzipAsync();
            numbers.ShouldBe([1, 2]);
            names.ShouldBe(["one", "two"]);
            var list = new List<int> { 0 };
            await list.AddRangeAsync(Few());
            list.ShouldBe([0, 3, 1, 2, 4]);
            (await AsyncEnumerable.ZipMany([Few(), Few(), AsyncSequence.Range(7, 3)]).Select(row => string.Join(' ', row)).ToListAsync()).ShouldBe(["3 3 7", "1 1 8", "2 2 9"]);
            (await AsyncEnumerable.ZipMany<int>([]).AnyAsync()).ShouldBeFalse();
            (await Few().FilterMap(x => x > 2 ? $"{x}" : null).ToListAsync()).ShouldBe(["3", "4"]);
            (await AsyncSequence.From(["1", "x", "3"]).FilterMap<string, int>(int.TryParse).ToListAsync()).ShouldBe([1, 3]);
            (await Few().FilterMap<int, int>(async (x, _) => { await Task.YieldNow(); return x > 2 ? x : null; }).ToListAsync()).ShouldBe([3, 4]);
            (await Few().FilterMap<int, string>(async (x, _) => { await Task.YieldNow(); return x > 2 ? $"{x}" : null; }).ToListAsync()).ShouldBe(["3", "4"]);
            (await Few().Inspect(async (x, _) => { await Task.YieldNow(); list.Add(x); }).CountAsync()).ShouldBe(4);
            list.Count.ShouldBe(9);
        });

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "a", -1)]
    [InlineData("ab", "ab", 0)]
    [InlineData("ab", "abc", -1)]
    [InlineData("b", "abc", 1)]
    [InlineData("abc", "ab", 1)]
    public void Sequences_compare_by_their_first_difference_and_then_by_length(string left, string right, int sign)
        => RuntimeCase.All[0].Run(async _ =>
        {
            Math.Sign(await new Probed<char>([.. left], new Random(1)).CompareAsync(new Probed<char>([.. right], new Random(2)))).ShouldBe(sign);
            Math.Sign(await AsyncSequence.From(left).CompareAsync(AsyncSequence.From(right), Comparer<char>.Create((x, y) => y.CompareTo(x))))
                .ShouldBe(left.Length > 0 && right.Length > 0 && left[0] != right[0] ? -sign : sign);
        });

    [Theory, OnEveryRuntime]
    public void A_peek_takes_nothing(RuntimeCase on)
        => on.Run(async _ =>
        {
            var source = new Probed<int>([1, 2, 3], new Random(1));
            await using (PeekableEnumerator<int> items = source.Peekable())
            {
                Should.Throw<InvalidOperationException>(() => items.Peeked);
                (await items.PeekAsync()).ShouldBeTrue();
                (await items.PeekAsync()).ShouldBeTrue();
                items.TryPeek(out int peeked).ShouldBeTrue();
                (peeked, items.Peeked).ShouldBe((1, 1));
                (await items.MoveNextIfAsync(x => x == 2)).ShouldBeFalse();
                (await items.MoveNextIfAsync(x => x == 1)).ShouldBeTrue();
                items.Current.ShouldBe(1);
                (await items.MoveNextAsync()).ShouldBeTrue();
                items.Current.ShouldBe(2);
                (await items.PeekAsync()).ShouldBeTrue();
                items.TryRead(out int three).ShouldBeTrue();
                three.ShouldBe(3);
                (await items.PeekAsync()).ShouldBeFalse();
                (await items.MoveNextAsync()).ShouldBeFalse();
            }

            source.ShouldBeClosed();
        });

    [Theory, OnEveryRuntime]
    public void Fuse_never_asks_again_after_the_end_or_a_failure(RuntimeCase on)
        => on.Run(async _ =>
        {
            await using AsyncSequenceEnumerator<int> items = new Probed<int>([1]) { Failure = (1, new FormatException()) }.Fuse().GetAsyncEnumerator();

            (await items.MoveNextAsync()).ShouldBeTrue();
            await Should.ThrowAsync<FormatException>(async () => await items.MoveNextAsync());
            (await items.MoveNextAsync()).ShouldBeFalse();
        });

    [Theory, OnEveryRuntime]
    public void A_chain_that_is_always_ready_gives_way(RuntimeCase on)
        => on.Run(async _ =>
        {
            bool stop = false;
            JoinHandle<int> endless = Task.Spawn(async () => await AsyncEnumerable.RepeatForever(1).Where(_ => false).TakeWhile(_ => true).Cycle().CountAsync());
            JoinHandle<int> untilStop = Task.Spawn(async () => await new Probed<int>([1]).Cycle().TakeWhile(_ => !Volatile.Read(ref stop)).CountAsync());
            for (int i = 0; i < 20; i++)
            {
                await Task.YieldNow();
            }

            Volatile.Write(ref stop, true);
            (await untilStop).ShouldBeGreaterThanOrEqualTo(0);
            endless.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(async () => await endless);
        });

    [Theory, OnEveryRuntime]
    public void A_token_ends_a_chain_that_is_always_ready(RuntimeCase on)
        => on.Run(async _ =>
        {
            using var stop = new CancellationTokenSource();
            int count = 0;

            OperationCanceledException e = await Should.ThrowAsync<OperationCanceledException>(async () => await AsyncEnumerable.RepeatForever(1).ForEachAsync(
                _ =>
                {
                    if (++count == 1000)
                    {
                        stop.Cancel();
                    }
                },
                stop.Token));

            e.CancellationToken.ShouldBe(stop.Token);
            count.ShouldBeInRange(1000, 1100);
            await Should.ThrowAsync<OperationCanceledException>(async () => await AsyncSequence.Range(0, 5).CountAsync(stop.Token));
        });

    [Theory, OnEveryRuntime(Having = Traits.ClosedWorld)]
    public void Where_each_leaf_is_a_scheduling_point_each_item_is_one(RuntimeCase on)
        => on.Run(async _ =>
        {
            int most = 0;
            int since = 0;
            JoinHandle other = Task.Spawn(async () =>
            {
                while (true)
                {
                    since = 0;
                    await Task.YieldNow();
                }
            });

            await AsyncSequence.Range(0, 500).ForEachAsync(_ => most = Math.Max(most, ++since));

            other.Cancel();
            most.ShouldBeLessThan(30);
        });

    [Theory, OnEveryRuntime]
    public void Pending_ends_by_cancellation_only(RuntimeCase on)
        => on.Run(async _ =>
        {
            await Should.ThrowAsync<TimeoutException>(async () => await Task.Timeout(TimeSpan.FromMilliseconds(1), async () => await AsyncEnumerable.Pending<int>().CountAsync()));
            using var stop = new CancellationTokenSource();
            JoinHandle<int> count = Task.Spawn(async () => await AsyncEnumerable.Pending<int>().CountAsync(stop.Token));
            await Task.YieldNow();

            await stop.CancelAsync();

            await Should.ThrowAsync<OperationCanceledException>(async () => await count);
        });

    [Theory, OnEveryRuntime]
    public void What_any_function_throws_closes_the_source_once(RuntimeCase on)
        => on.Run(async _ =>
        {
            static T Throw<T>() => throw new FormatException();
            Func<AsyncSequence<int>, ValueTask>[] all =
            [
                async s => await s.Select(_ => Throw<int>()).CountAsync(),
                async s => await s.Select(async (_, _) => { await Task.YieldNow(); return Throw<int>(); }).CountAsync(),
                async s => await s.Where(_ => Throw<bool>()).CountAsync(),
                async s => await s.TakeWhile(_ => Throw<bool>()).CountAsync(),
                async s => await s.SkipWhile(_ => Throw<bool>()).CountAsync(),
                async s => await s.Scan(0, (_, _) => Throw<int>()).CountAsync(),
                async s => await s.Inspect(_ => Throw<int>()).CountAsync(),
                async s => await s.FilterMap(_ => Throw<int?>()).CountAsync(),
                async s => await s.Distinct(new Throwing()).CountAsync(),
                async s => await s.SelectMany(_ => Throw<IAsyncEnumerable<int>>()).CountAsync(),
                async s => await s.AggregateAsync(0, (_, _) => Throw<int>()),
                async s => await s.TryForEachAsync(_ => Throw<bool>()),
                async s => await s.PositionAsync(_ => Throw<bool>()),
                async s => await s.PartitionAsync(_ => Throw<bool>()),
                async s => await s.ForEachAsync(_ => Throw<int>()),
                async s => await s.CompareAsync(s.Take(0).Append(1), Comparer<int>.Create((_, _) => Throw<int>())),
                async s => await s.GroupByUntil(_ => Throw<int>(), 2, Timeout.InfiniteTimeSpan).CountAsync(),
                async s => await s.GroupByUntil(_ => 1, _ => Throw<bool>()).CountAsync(),
                async s => await s.Buffered(2, _ => Throw<Task<int>>()).CountAsync(),
                async s => await s.ParMap(2, _ => Throw<int>()).CountAsync(),
                async s => await s.ForEachConcurrentAsync(2, _ => Throw<Task>()),
                async s => await s.Share().Select(_ => Throw<int>()).CountAsync(),
            ];
            for (int i = 0; i < all.Length; i++)
            {
                var source = new Probed<int>([1, 2, 3], new Random(i));

                await Should.ThrowAsync<FormatException>(async () => await all[i](source.AsSequence()), $"function {i}");

                source.Disposed.ShouldBe(source.Begun, $"function {i}");
                source.Disposed.ShouldBeGreaterThan(0);
            }
        });

    [Theory, OnEveryRuntime]
    public void A_disposal_that_throws_is_seen_and_the_other_sources_are_closed(RuntimeCase on)
        => on.Run(async _ =>
        {
            Func<IAsyncEnumerable<int>, IAsyncEnumerable<int>, IAsyncEnumerable<int>>[] all =
            [
                (bad, good) => bad.AsSequence().Zip(good).Select(x => x.First),
                (bad, good) => good.AsSequence().Zip(bad).Select(x => x.First),
                (bad, good) => AsyncEnumerable.ZipMany([bad, good]).Select(x => x[0]),
                (bad, good) => good.AsSequence().SelectMany(_ => bad),
                (bad, _) => bad.Merge(),
            ];
            for (int i = 0; i < all.Length; i++)
            {
                var bad = new Probed<int>([1, 2, 3]) { DisposalFailure = new FormatException() };
                var good = new Probed<int>([1, 2, 3]);

                await Should.ThrowAsync<FormatException>(async () => await all[i](bad, good).AsSequence().FirstAsync(), $"{i}");

                bad.ShouldBeClosed();
                good.ShouldBeClosed();
            }
        });

    [Fact]
    public void Outside_a_runtime_ready_chains_run_and_no_runtime_is_built()
        => ForeignThread.Run(() =>
        {
            ValueTask<long> sum = AsyncSequence.Range(0, 100_000).Select(x => (long)x).AggregateAsync(0L, (a, x) => a + x);

            sum.IsCompletedSuccessfully.ShouldBeTrue();
            sum.Result.ShouldBe(4_999_950_000);
        });

    [Fact]
    public void Bad_arguments_are_named()
    {
        IAsyncEnumerable<int> none = null!;
        AsyncSequence<int> some = AsyncSequence.Range(0, 1);
        Action[] all =
        [
            () => none.AsSequence(), () => none.Scan(0, (x, _) => x), () => some.Scan(0, (Func<int, int, int>)null!), () => none.Inspect(_ => { }),
            () => none.StepBy(1), () => none.Cycle(), () => none.Fuse(), () => none.Peekable(), () => none.Merge(), () => some.Merge(none), () => none.Share(),
            () => none.Broadcast(1), () => none.Delay(default), () => none.Throttle(default), () => none.Timeout(default), () => none.Debounce(default),
            () => none.Buffered(1, x => x.ToString()!.Length > 0 ? Task.FromResult(x) : null!), () => some.Buffered(1, (Func<int, Task<int>>)null!),
            () => some.ParMap(1, (Func<int, int>)null!), () => some.Select((Func<int, int>)null!), () => some.Where((Func<int, bool>)null!), () => some.Concat(null!),
            () => AsyncEnumerable.RepeatWith((Func<int>)null!), () => AsyncEnumerable.FromChannel<int>(null!), () => AsyncEnumerable.Merge<int>(null!),
            () => AsyncSequence.From<int>(null!), () => new StreamMap<int, int>().TryAdd(1, null!), () => some.GroupByUntil((Func<int, int>)null!, 1, default),
            () => ((IAsyncEnumerable<IAsyncEnumerable<int>>)null!).FlattenUnordered(1), () => some.CompareAsync(none),
        ];
        foreach (Action each in all)
        {
            Should.Throw<ArgumentNullException>(each).ParamName.ShouldNotBeNullOrEmpty();
        }

        TimeSpan negative = TimeSpan.FromTicks(-1);
        Action[] ranges =
        [
            () => AsyncSequence.Range(0, -1), () => AsyncSequence.Range(int.MaxValue, 2), () => some.StepBy(0), () => some.StepBy(int.MinValue), () => some.Chunk(0),
            () => some.Share(0), () => some.Broadcast(0), () => some.Broadcast(1, -1), () => some.Delay(negative), () => some.Throttle(negative), () => some.Timeout(negative - negative + TimeSpan.FromSeconds(-1)),
            () => some.TryTimeout(default), () => some.ChunksTimeout(0, default), () => some.ChunksTimeout(1, TimeSpan.FromSeconds(-1)), () => some.Debounce(negative), () => some.Sample(default),
            () => some.Buffered(0, Task.FromResult), () => some.BufferUnordered(-1, Task.FromResult), () => some.ParMap(0, x => x), () => some.GroupByUntil(x => x, 0, default),
            () => some.GroupByUntil(x => x, 1, default, 0), () => AsyncSequence.From<IAsyncEnumerable<int>>([]).FlattenUnordered(0),
        ];
        foreach (Action each in ranges)
        {
            Should.Throw<ArgumentOutOfRangeException>(each).ParamName.ShouldNotBeNullOrEmpty();
        }
    }

    [Theory, OnEveryRuntime]
    public void Huge_and_negative_counts_are_taken_as_LINQ_takes_them(RuntimeCase on)
        => on.Run(async _ =>
        {
            AsyncSequence<int> three = AsyncSequence.Range(0, 3);
            (await three.Take(int.MaxValue).CountAsync()).ShouldBe(3);
            (await three.Take(int.MinValue).CountAsync()).ShouldBe(0);
            (await three.Skip(int.MaxValue).CountAsync()).ShouldBe(0);
            (await three.Skip(int.MinValue).CountAsync()).ShouldBe(3);
            (await three.StepBy(int.MaxValue).CountAsync()).ShouldBe(1);
            (await three.Buffered(int.MaxValue, Task.FromResult).CountAsync()).ShouldBe(3);
            (await three.ChunksTimeout(int.MaxValue, Timeout.InfiniteTimeSpan).CountAsync()).ShouldBe(1);
            (await three.Share(int.MaxValue).CountAsync()).ShouldBe(3);
            (await AsyncEnumerable.Merge(Enumerable.Range(0, 300).Select(n => AsyncSequence.Range(n, 2))).CountAsync()).ShouldBe(600);
        });

    private sealed class Throwing : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => throw new FormatException();

        public int GetHashCode(int obj) => throw new FormatException();
    }
}
