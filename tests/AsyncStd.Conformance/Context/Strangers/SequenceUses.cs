namespace AsyncStdConformance.Context.Strangers;

using AsyncStd.Prelude;
using AsyncStd.Stream;

/// <summary>What the library does with somebody's sequence.</summary>
internal static class SequenceUses
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    public static IReadOnlyDictionary<string, Func<Witness, Task>> All { get; } = new Dictionary<string, Func<Witness, Task>>
    {
        ["AsSequence"] = witness => Drain(Source(witness).AsSequence(), witness),
        ["Select"] = witness => Drain(Source(witness).AsSequence().Select((item, _) => witness.Lend(item)), witness),
        ["Where"] = witness => Drain(Source(witness).AsSequence().Where((_, _) => witness.Lend(true)), witness),
        ["SelectMany"] = witness => Drain(Source(witness).AsSequence().SelectMany(_ => Source(witness)), witness),
        ["Concat"] = witness => Drain(Source(witness).AsSequence().Concat(Source(witness)), witness),
        ["Zip"] = witness => Drain(Source(witness).AsSequence().Zip(Source(witness)), witness),
        ["ZipMany"] = witness => Drain(AsyncEnumerable.ZipMany([Source(witness), Source(witness), Source(witness)]), witness),
        ["Chunk"] = witness => Drain(Source(witness).AsSequence().Chunk(2), witness),
        ["ChunksTimeout"] = witness => Drain(Source(witness).ChunksTimeout(2, s_long), witness),
        ["Merge"] = witness => Drain(Source(witness).Merge(Source(witness), Source(witness)), witness),
        ["Buffered"] = witness => Drain(Source(witness).Buffered(2, item => witness.Give(item)), witness),
        ["BufferUnordered"] = witness => Drain(Source(witness).BufferUnordered(2, item => witness.Lend(item)), witness),
        ["ParMap"] = witness => Drain(Source(witness).ParMap(2, item => witness.Give(item)), witness),
        ["ForEachConcurrent"] = async witness => await Source(witness).ForEachConcurrentAsync(2, item => witness.Wait()),
        ["FlattenUnordered"] = witness => Drain(new PlainSequence<IAsyncEnumerable<int>>(witness, Source(witness), Source(witness)).FlattenUnordered(2), witness),
        ["Share"] = async witness =>
        {
            AsyncSequence<int> shared = Source(witness).Share();
            await Task.Join(() => Drain(shared, witness), () => Drain(shared, witness));
        },
        ["Broadcast"] = async witness =>
        {
            AsyncSequence<int>[] readers = Source(witness).Broadcast(2);
            await Task.Join(() => Drain(readers[0], witness), () => Drain(readers[1], witness));
        },
        ["GroupByUntil"] = async witness =>
        {
            await foreach (IGrouping<int, int> group in Source(witness).GroupByUntil(item => item % 2, 2, s_long))
            {
                witness.Here("the loop");
            }
        },
        ["Debounce"] = witness => Drain(Source(witness).Debounce(s_short), witness),
        ["Throttle"] = witness => Drain(Source(witness).Throttle(s_short), witness),
        ["Delay"] = witness => Drain(Source(witness).Delay(s_short), witness),
        ["Sample"] = witness => Drain(Source(witness).Sample(s_short), witness),
        ["Timeout"] = witness => Drain(Source(witness).Timeout(s_long), witness),
        ["TryTimeout"] = witness => Drain(Source(witness).TryTimeout(s_long), witness),
        ["Cycle"] = witness => Drain(Source(witness).Cycle().Take(10), witness),
        ["Fuse"] = witness => Drain(Source(witness).Fuse(), witness),
        ["StepBy"] = witness => Drain(Source(witness).StepBy(2), witness),
        ["Inspect"] = witness => Drain(Source(witness).Inspect((_, _) => witness.Do()), witness),
        ["FilterMap"] = witness => Drain(Source(witness).FilterMap((item, _) => witness.Lend<int?>(item)), witness),
        ["Scan"] = witness => Drain(Source(witness).Scan(0, (sum, item, _) => witness.Lend(sum + item)), witness),
        ["FromFn"] = witness => Drain(AsyncEnumerable.FromFn(_ => witness.Lend<string?>("text")).Take(5), witness),
        ["RepeatWith"] = witness => Drain(AsyncEnumerable.RepeatWith(_ => witness.Lend(1)).Take(5), witness),
        ["Successors"] = witness => Drain(AsyncEnumerable.Successors("", (last, _) => witness.Lend<string?>(last + "x")).Take(5), witness),
        ["ForEach"] = async witness => await Source(witness).AsSequence().ForEachAsync((_, _) => witness.Do()),
        ["ToList"] = async witness => await Source(witness).AsSequence().ToListAsync(),
        ["Any"] = async witness => await Source(witness).AsSequence().AnyAsync(item => item == 4),
        ["Partition"] = async witness => await Source(witness).PartitionAsync(item => item > 2),
        ["TryFold"] = async witness => await Source(witness).TryFoldAsync(0, (sum, item, _) => witness.Lend((true, sum + item))),
        ["TryForEach"] = async witness => await Source(witness).TryForEachAsync((_, _) => witness.Lend(true)),
        ["FindMap"] = async witness => await Source(witness).FindMapAsync((_, _) => witness.Lend<string?>(null)),
        ["Compare"] = async witness => (await Source(witness).CompareAsync(Source(witness))).ShouldBe(0),
        ["Position"] = async witness => (await Source(witness).PositionAsync(item => item == 4)).ShouldBe(3),
        ["Peekable"] = async witness =>
        {
            await using PeekableEnumerator<int> items = Source(witness).Peekable();
            while (await items.PeekAsync())
            {
                witness.Here("the loop");
                await items.MoveNextIfAsync(item => item < 100);
            }
        },
        ["StreamMap"] = async witness =>
        {
            var map = new StreamMap<string, int>();
            map.TryAdd("first", Source(witness));
            map.TryAdd("second", Source(witness));
            await Drain(map, witness);
        },
        ["an observable and back"] = async witness =>
        {
            await foreach (int item in Source(witness).ToObservable().ToAsyncEnumerable())
            {
                witness.Here("the loop");
            }
        },
    };

    private static PlainSequence<int> Source(Witness witness) => new(witness, 1, 2, 3, 4);

    private static async Task Drain<T>(AsyncSequence<T> items, Witness witness)
    {
        await foreach (T _ in items)
        {
            witness.Here("the loop");
        }

        witness.Here("the end");
    }
}
