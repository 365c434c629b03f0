namespace Samples.Tour;

using System.Collections.Concurrent;
using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Stream;
using AsyncStd.Sync;
using AsyncStd.Task;

/// <summary>Reads each text again and sends its words through a channel to indexers, which put them into shards, each behind a lock.</summary>
internal sealed class IndexStage(Findings findings) : Stage
{
    private const int Indexers = 2;
    private const int Capacity = 64;

    public override string Name => "index";

    public override string Unit => "files";

    public override string BlockingForm => "Parallel.ForEach, BlockingCollection, lock";

    public override string AsyncStdForm => "ForEachConcurrentAsync, Task.Spawn, Channel.Bounded, Mutex";

    public override async Task<string> RunAsync(Progress progress)
    {
        progress.Total = findings.Tally.Texts.Count;
        var shards = NewShards();
        var locks = shards.Select(shard => new Mutex<IndexShard>(shard)).ToArray();
        var (sender, receiver) = Channel.Bounded<FileWords>(Capacity);

        await TaskGroup.Run(async group =>
        {
            for (var i = 0; i < Indexers; i++)
            {
                var own = receiver.Clone();
                group.Start(async () =>
                {
                    await foreach (var words in own) // until the last sender is gone
                    {
                        await AddAsync(words, locks);
                        progress.Add();
                    }
                });
            }

            using (sender)
            {
                await AsyncSequence.From(findings.Tally.Texts.Index()).ForEachConcurrentAsync(FilesAtOnce, async text => await Task.Spawn(async () =>
                    await sender.SendAsync(new FileWords(text.Index, await File.ReadAsync(text.Item.Path)))));
            }
        });

        return Keep(shards); // the group has ended, and with it everybody who used the locks
    }

    public override string RunBlocking(Progress progress, CancellationToken stop)
    {
        progress.Total = findings.Tally.Texts.Count;
        var shards = NewShards();
        using var queue = new BlockingCollection<FileWords>(Capacity);

        var indexers = Threads.Start(Indexers, _ =>
        {
            foreach (var words in queue.GetConsumingEnumerable(stop))
            {
                Add(words, shards);
                progress.Add();
            }
        });
        try
        {
            Parallel.ForEach(findings.Tally.Texts.Index(), new ParallelOptions { CancellationToken = stop }, text =>
                queue.Add(new FileWords(text.Index, File.ReadAllBytes(text.Item.Path)), stop));
        }
        finally
        {
            queue.CompleteAdding();
            indexers.Join();
        }

        return Keep(shards);
    }

    private static async ValueTask AddAsync(FileWords words, Mutex<IndexShard>[] locks)
    {
        for (var i = 0; i < locks.Length; i++)
        {
            using var shard = await locks[i].LockAsync();
            shard.Value.Add(words, i);
        }
    }

    private static void Add(FileWords words, IndexShard[] shards)
    {
        for (var i = 0; i < shards.Length; i++)
        {
            lock (shards[i])
            {
                shards[i].Add(words, i);
            }
        }
    }

    private static IndexShard[] NewShards() => [.. Enumerable.Range(0, WordIndex.ShardCount).Select(_ => new IndexShard())];

    private string Keep(IndexShard[] shards)
    {
        findings.Index = new WordIndex(shards, findings.Tally.Texts);

        return findings.Index.ToString();
    }
}
