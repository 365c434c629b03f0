namespace AsyncStdConformance.Streams;

using System.Threading.Channels;
using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Waits are given up again and again while others write: no item is lost, none comes twice, each comes in its turn.</summary>
public sealed class CancellationStormTests
{
    private const int Each = 60;

    private static readonly (string Name, Func<IAsyncEnumerable<int>[], IAsyncEnumerable<int>> Combine)[] s_operators =
    [
        ("merge", sources => AsyncEnumerable.Merge(sources)),
        ("flatten", sources => AsyncSequence.From(sources).FlattenUnordered(sources.Length)),
        ("merge of merges", sources => sources[0].Merge(AsyncEnumerable.Merge(sources[1..]).Select(x => x))),
        ("zip", sources => AsyncEnumerable.ZipMany(sources).SelectMany(row => row)),
        ("chunks", sources => AsyncEnumerable.Merge(sources).ChunksTimeout(3, TimeSpan.FromMicroseconds(50)).SelectMany(chunk => chunk)),
        ("try timeout", sources => AsyncEnumerable.Merge(sources).TryTimeout(TimeSpan.FromMicroseconds(50)).Where(x => x.InTime).Select(x => x.Item)),
        ("buffered", sources => AsyncEnumerable.Merge(sources).Buffered(3, async x => { await Task.YieldNow(); return x; })),
        ("unordered", sources => AsyncEnumerable.Merge(sources).BufferUnordered(1, async x => { await Task.YieldNow(); return x; })),
        ("shared", sources => AsyncEnumerable.Merge(sources).Share(2)),
    ];

    [Theory, OnEveryRuntime]
    public void Nothing_is_lost(RuntimeCase on)
        => on.Run(async _ =>
        {
            for (int i = 0; i < s_operators.Length; i++)
            {
                (string name, Func<IAsyncEnumerable<int>[], IAsyncEnumerable<int>> combine) = s_operators[i];
                var random = new Random(i);
                Channel<int>[] channels = [.. Enumerable.Range(0, 3).Select(_ => Channel.CreateUnbounded<int>())];
                JoinHandle[] writers = [.. channels.Select((channel, number) => Task.Spawn(async () =>
                {
                    for (int n = 0; n < Each; n++)
                    {
                        await Task.YieldNow();
                        channel.Writer.TryWrite(number * Each + n);
                    }

                    channel.Writer.Complete();
                }))];
                var all = new List<int>();
                await using (AsyncSequenceEnumerator<int> items = combine([.. channels.Select(each => AsyncEnumerable.FromChannel(each.Reader))]).AsSequence().GetAsyncEnumerator())
                {
                    while (await TryReadAsync(items, random) is { } item)
                    {
                        all.Add(item);
                    }
                }

                foreach (JoinHandle writer in writers)
                {
                    await writer;
                }

                all.Order().ShouldBe(Enumerable.Range(0, 3 * Each), name);
                foreach (IGrouping<int, int> one in all.GroupBy(x => x / Each))
                {
                    one.ShouldBeInOrder(SortDirection.Ascending, name);
                }
            }
        });

    /// <summary>The next item, by waits that are cancelled by their scopes sooner or later; null at the end.</summary>
    private static async Task<int?> TryReadAsync(AsyncSequenceEnumerator<int> items, Random random)
    {
        for (int patience = random.Next(3); ; patience++)
        {
            if (items.TryRead(out int item))
            {
                return item;
            }

            JoinHandle<bool> wait = Task.Spawn(async () => await items.WaitToReadAsync());
            for (int i = 0; i < patience; i++)
            {
                await Task.YieldNow();
            }

            if ((await wait.CancelAsync()).TryGetValue(out bool any) && !any)
            {
                return null;
            }
        }
    }
}
