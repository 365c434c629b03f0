namespace AsyncStdConformance.Streams;

using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStdConformance.Harness;

/// <summary>Chains of operators that are put together at random give what LINQ to objects gives, however the items of the source come.</summary>
public sealed class RandomChainTests
{
    private const int Chains = 60;

    private static readonly (string Name, Func<Chain, Random, Chain> Add)[] s_operators =
    [
        ("select", (c, _) => new(c.Ours.Select(x => x * 3 + 1), c.Linq.Select(x => x * 3 + 1))),
        ("select async", (c, r) => new(c.Ours.Select(MaybeLater(r, (int x) => x - 7)), c.Linq.Select(x => x - 7))),
        ("where", (c, _) => new(c.Ours.Where(x => x % 3 != 0), c.Linq.Where(x => x % 3 != 0))),
        ("where async", (c, r) => new(c.Ours.Where(MaybeLater(r, (int x) => x % 2 == 0)), c.Linq.Where(x => x % 2 == 0))),
        ("take", (c, r) => With(r.Next(-1, 12), n => new(c.Ours.Take(n), c.Linq.Take(n)))),
        ("skip", (c, r) => With(r.Next(-1, 12), n => new(c.Ours.Skip(n), c.Linq.Skip(n)))),
        ("take while", (c, r) => With(r.Next(40), n => new(c.Ours.TakeWhile(x => x < n), c.Linq.TakeWhile(x => x < n)))),
        ("skip while", (c, r) => With(r.Next(40), n => new(c.Ours.SkipWhile(x => x < n), c.Linq.SkipWhile(x => x < n)))),
        ("index", (c, _) => new(c.Ours.Index().Select(x => x.Index * 31 + x.Item), c.Linq.Index().Select(x => x.Index * 31 + x.Item))),
        ("distinct", (c, _) => new(c.Ours.Select(x => x % 10).Distinct(), c.Linq.Select(x => x % 10).Distinct())),
        ("chunk", (c, r) => With(r.Next(1, 5), n => new(c.Ours.Chunk(n).Select(x => x.Sum()), c.Linq.Chunk(n).Select(x => x.Sum())))),
        ("concat", (c, r) => new(c.Ours.Concat(new Probed<int>([5, 6], r)), c.Linq.Concat([5, 6]))),
        ("append", (c, _) => new(c.Ours.Append(42), c.Linq.Append(42))),
        ("prepend", (c, _) => new(c.Ours.Prepend(42), c.Linq.Prepend(42))),
        ("select many", (c, r) => new(c.Ours.SelectMany(x => (IAsyncEnumerable<int>)new Probed<int>([x, x + 1], r)), c.Linq.SelectMany(x => new[] { x, x + 1 }))),
        ("select many of arrays", (c, _) => new(c.Ours.SelectMany(x => Enumerable.Range(0, Math.Abs(x % 3))), c.Linq.SelectMany(x => Enumerable.Range(0, Math.Abs(x % 3))))),
        ("zip", (c, r) => new(c.Ours.Zip(new Probed<int>([1, 2, 3, 4], r)).Select(x => x.First + x.Second), c.Linq.Zip([1, 2, 3, 4]).Select(x => x.First + x.Second))),
        ("scan", (c, _) => new(c.Ours.Scan(0, (s, x) => unchecked(s + x)), Scan(c.Linq))),
        ("scan async", (c, r) => new(c.Ours.Scan(0, MaybeLater(r, (int s, int x) => unchecked(s + x))), Scan(c.Linq))),
        ("inspect", (c, _) => new(c.Ours.Inspect(_ => { }), c.Linq)),
        ("step by", (c, r) => With(r.Next(1, 5), n => new(c.Ours.StepBy(n), c.Linq.Where((_, i) => i % n == 0)))),
        ("filter map", (c, _) => new(c.Ours.FilterMap(x => x % 2 == 0 ? x * 5 : (int?)null), c.Linq.Where(x => x % 2 == 0).Select(x => x * 5))),
        ("fuse", (c, _) => new(c.Ours.Fuse(), c.Linq)),
        ("merge with nothing", (c, _) => new(c.Ours.Merge(), c.Linq)),
        ("flatten one", (c, _) => new(AsyncSequence.From<IAsyncEnumerable<int>>([c.Ours]).FlattenUnordered(1), c.Linq)),
        ("buffered", (c, r) => With(r.Next(1, 5), n => new(c.Ours.Buffered(n, MaybeLater(r, (int x) => x ^ 21)), c.Linq.Select(x => x ^ 21)))),
        ("chunks without a limit in time", (c, r) => With(r.Next(1, 5), n => new(
            c.Ours.ChunksTimeout(n, Timeout.InfiniteTimeSpan).Select(x => x.Sum()), c.Linq.Chunk(n).Select(x => x.Sum())))),
        ("shared by one", (c, r) => new(c.Ours.Share(r.Next(1, 4)), c.Linq)),
        ("timeout", (c, _) => new(c.Ours.Timeout(TimeSpan.FromHours(1)), c.Linq)),
        ("a LINQ operator between", (c, _) => new(c.Ours.Reverse().AsSequence(), c.Linq.Reverse())),
    ];

    [Theory, OnEveryRuntime]
    public void A_random_chain_gives_what_LINQ_to_objects_gives(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int seed = 0; seed < Chains; seed++)
            {
                var random = new Random(seed);
                int[] items = [.. Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(-20, 60))];
                var source = new Probed<int>(items, new Random(random.Next()));
                bool isForeign = random.Next(2) == 0;
                var chain = new Chain(isForeign ? source.AsSequence() : AsyncSequence.From(items), items);
                string names = "";
                for (int n = random.Next(1, 6); n > 0; n--)
                {
                    (string name, Func<Chain, Random, Chain> add) = s_operators[random.Next(s_operators.Length)];
                    chain = add(chain, new Random(random.Next()));
                    names += ", " + name;
                }

                List<int> expected = [.. chain.Linq];
                string what = $"seed {seed}: {items.Length} items{names}";
                try
                {
                    (await EndAsync(chain.Ours, random.Next(4))).ShouldBe(expected, what);
                }
                catch (Exception e) when (e is not ShouldAssertException)
                {
                    throw new InvalidOperationException(what, e);
                }

                source.ShouldBeClosed();
            }
        });

    private static async Task<List<int>> EndAsync(AsyncSequence<int> sequence, int how)
    {
        var all = new List<int>();
        switch (how)
        {
            case 0:
                return await sequence.ToListAsync();
            case 1:
                await foreach (int item in sequence)
                {
                    all.Add(item);
                }

                return all;
            case 2:
                await foreach (int item in (IAsyncEnumerable<int>)sequence)
                {
                    all.Add(item);
                }

                return all;
            default:
                await using (AsyncSequenceEnumerator<int> items = sequence.GetAsyncEnumerator())
                {
                    while (await items.WaitToReadAsync())
                    {
                        while (items.TryRead(out int item))
                        {
                            all.Add(item);
                        }
                    }

                    items.TryRead(out int _).ShouldBeFalse();
                    (await items.WaitToReadAsync()).ShouldBeFalse("the end stays the end");
                }

                return all;
        }
    }

    private static Chain With(int n, Func<int, Chain> make) => make(n);

    private static IEnumerable<int> Scan(IEnumerable<int> source)
    {
        int sum = 0;
        foreach (int item in source)
        {
            sum = unchecked(sum + item);
            yield return sum;
        }
    }

    private static Func<T, CancellationToken, ValueTask<TResult>> MaybeLater<T, TResult>(Random random, Func<T, TResult> function)
        => async (item, _) =>
        {
            bool later;
            lock (random)
            {
                later = random.Next(2) == 0;
            }

            if (later)
            {
                await Task.YieldNow();
            }

            return function(item);
        };

    private static Func<TState, T, CancellationToken, ValueTask<TState>> MaybeLater<TState, T>(Random random, Func<TState, T, TState> function)
        => async (state, item, _) =>
        {
            if (random.Next(2) == 0)
            {
                await Task.YieldNow();
            }

            return function(state, item);
        };

    /// <summary>The same chain twice.</summary>
    private sealed record Chain(AsyncSequence<int> Ours, IEnumerable<int> Linq);
}
