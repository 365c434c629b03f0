namespace AsyncStdStress.Scenarios;

using System.Threading.Channels;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Stream;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Merges, flattened sequences and calls beside each other are read, left early, cancelled and failed while others write: no item is lost or comes twice, each
/// source is closed once, and nothing still runs afterwards.</summary>
internal sealed class StreamRacesScenario : Scenario
{
    private const int Readers = 8;

    public override string Name => "stream-races";

    public override string Unit => "items";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        using Runtime stealing = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 2, isPlanned: IsPlanned);
        using Runtime pool = WatchedRuntime.Build(round, RuntimeKind.ThreadPool, 2, isPlanned: IsPlanned);
        while (!round.IsOver)
        {
            Runtime runtime = random.Next(2) == 0 ? stealing : pool;
            int[] seeds = [.. Enumerable.Range(0, Readers).Select(_ => random.Next())];
            JoinHandle[] turns = [.. seeds.Select(seed => runtime.Spawn((round, seed), static async turn => await TurnAsync(turn.round, new Random(turn.seed), turn.seed)))];
            foreach (JoinHandle turn in turns)
            {
                Runtime.BlockOn(turn);
            }
        }
    }

    private static bool IsPlanned(Exception exception) => exception is FormatException;

    private static Task TurnAsync(Round round, Random random, int seed) => random.Next(3) switch
    {
        0 => MergeAsync(round, random, seed),
        1 => FlattenAsync(round, random, seed),
        _ => CallAsync(round, random, seed),
    };

    /// <summary>Reads channels as one, gives up waits, leaves: what was not read is still in the channels.</summary>
    private static async Task MergeAsync(Round round, Random random, int seed)
    {
        Channel<int>[] channels = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Channel.CreateUnbounded<int>())];
        int each = random.Next(1, 200);
        JoinHandle[] writers = [.. channels.Select(channel => Task.Spawn(async () =>
        {
            for (int i = 0; i < each; i++)
            {
                channel.Writer.TryWrite(i);
                if (i % 8 == 0)
                {
                    await Task.YieldNow();
                }
            }

            channel.Writer.Complete();
        }))];
        long[] next = new long[channels.Length];
        int taken = 0;
        int limit = random.Next(channels.Length * each + 10);
        TimeSpan patience = TimeSpan.FromTicks(random.Next(2_000));
        IEnumerable<IAsyncEnumerable<(int Channel, int Item)>> sources = channels.Select((channel, i) => AsyncEnumerable.FromChannel(channel.Reader).Select(item => (i, item)));
        await using (AsyncSequenceEnumerator<(int Channel, int Item)> items = AsyncEnumerable.Merge(sources).GetAsyncEnumerator())
        {
            while (taken < limit)
            {
                try
                {
                    if (!await Task.Timeout(patience, () => items.MoveNextAsync()))
                    {
                        break;
                    }
                }
                catch (TimeoutException)
                {
                    patience = patience * 2 + TimeSpan.FromTicks(1); // it took nothing
                    continue;
                }

                (int from, int item) = items.Current;
                round.Check(item == next[from]++, $"item {item} of channel {from} came out of turn; seed {seed}");
                taken++;
            }
        }

        foreach (JoinHandle writer in writers)
        {
            await writer;
        }

        int left = channels.Sum(channel => channel.Reader.Count);
        round.Check(taken + left == channels.Length * each, $"{taken} taken and {left} left of {channels.Length * each}; seed {seed}");
        round.Progress(taken + 1);
    }

    /// <summary>Sequences of sequences that end, fail, are left or cancelled: each one that was begun is closed once.</summary>
    private static async Task FlattenAsync(Round round, Random random, int seed)
    {
        int begun = 0;
        int closed = 0;
        int taken = 0;
        int limit = random.Next(1, 300);
        int failing = random.Next(2) == 0 ? random.Next(20) : -1;
        int[] seeds = [.. Enumerable.Range(0, 20).Select(_ => random.Next())];
        int width = random.Next(1, 6);
        bool isCancelled = random.Next(3) == 0;
        JoinHandle reader = Task.Spawn(async () =>
        {
            await foreach (int item in AsyncSequence.From(Enumerable.Range(0, seeds.Length)).Select(Inner).FlattenUnordered(width))
            {
                if (Interlocked.Increment(ref taken) == limit)
                {
                    break;
                }
            }
        });
        if (isCancelled)
        {
            for (int i = random.Next(100); i > 0; i--)
            {
                await Task.YieldNow();
            }

            reader.Cancel();
        }

        try
        {
            await reader;
        }
        catch (FormatException)
        {
            round.Check(failing >= 0, $"failed by nobody; seed {seed}");
        }
        catch (OperationCanceledException)
        {
            round.Check(isCancelled, $"cancelled by nobody; seed {seed}");
        }

        round.Check(begun == closed, $"{begun} begun and {closed} closed; seed {seed}");
        round.Progress(taken + 1);

        async IAsyncEnumerable<int> Inner(int number)
        {
            var mine = new Random(seeds[number]);
            Interlocked.Increment(ref begun);
            try
            {
                for (int i = mine.Next(30); i > 0; i--)
                {
                    if (mine.Next(3) == 0)
                    {
                        await Task.YieldNow();
                    }

                    yield return i;
                }

                if (number == failing)
                {
                    throw new FormatException("planned");
                }
            }
            finally
            {
                if (mine.Next(2) == 0)
                {
                    await Scope.Shield(async () => await Task.YieldNow());
                }

                Interlocked.Increment(ref closed);
            }
        }
    }

    /// <summary>Calls beside each other: the results are right, and none runs or is kept when it is over.</summary>
    private static async Task CallAsync(Round round, Random random, int seed)
    {
        int running = 0;
        int made = 0;
        int disposed = 0;
        int taken = 0;
        int limit = random.Next(1, 150);
        int failing = random.Next(3) == 0 ? random.Next(100) : -1;
        bool isOrdered = random.Next(2) == 0;
        bool isCancelled = random.Next(3) == 0;
        int width = random.Next(1, 9);
        JoinHandle reader = Task.Spawn(async () =>
        {
            AsyncSequence<int> numbers = AsyncSequence.Range(0, 100);
            await foreach (Result result in isOrdered ? numbers.Buffered(width, CallOneAsync) : numbers.BufferUnordered(width, CallOneAsync))
            {
                result.Dispose();
                round.Check(!isOrdered || result.Number == taken, $"result {result.Number} came out of turn; seed {seed}");
                if (++taken == limit)
                {
                    break;
                }
            }
        });
        if (isCancelled)
        {
            for (int i = random.Next(100); i > 0; i--)
            {
                await Task.YieldNow();
            }

            reader.Cancel();
        }

        try
        {
            await reader;
        }
        catch (FormatException)
        {
            round.Check(failing >= 0, $"failed by nobody; seed {seed}");
        }
        catch (OperationCanceledException)
        {
            round.Check(isCancelled, $"cancelled by nobody; seed {seed}");
        }

        round.Check(Volatile.Read(ref running) == 0, $"{running} calls still run; seed {seed}");
        round.Check(made == disposed, $"{made} results made and {disposed} disposed of; seed {seed}");
        round.Progress(taken + 1);

        async Task<Result> CallOneAsync(int number)
        {
            Interlocked.Increment(ref running);
            try
            {
                for (int i = number % 4; i > 0; i--)
                {
                    await Task.YieldNow();
                }

                if (number == failing)
                {
                    throw new FormatException("planned");
                }

                Interlocked.Increment(ref made);
                return new Result(number, () => Interlocked.Increment(ref disposed));
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }
    }

    private sealed class Result(int number, Action onDisposed) : IDisposable
    {
        public int Number { get; } = number;

        public void Dispose() => onDisposed();
    }
}
