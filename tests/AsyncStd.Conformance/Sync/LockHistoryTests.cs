namespace AsyncStdConformance.Sync;

using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdConformance.Harness;

/// <summary>Random histories: what many tasks do with a lock at the same time, with cancellations in between, must be what one could have done after the other.</summary>
public sealed class LockHistoryTests
{
    private const int Tasks = 12;
    private const int Rounds = 60;

    [Theory, OnEveryRuntime]
    public void Holds_of_a_reader_writer_lock_never_contradict_each_other(RuntimeCase on)
        => on.Run(async _ =>
        {
            foreach (RwLockFairness fairness in Enum.GetValues<RwLockFairness>())
            {
                int seed = TestSeed.Value;
                var rwLock = new RwLock<Ledger>(new Ledger(), fairness);
                await RunAll(seed, (random, source) => ActOnce(rwLock, random, source.Token));
                using var last = await rwLock.WriteAsync();
                last.Value.Check($"{TestSeed.Hint}, {fairness}");
                rwLock.ToString().ShouldEndWith("written, 0 waiting");
            }
        });

    [Theory, OnEveryRuntime]
    public void A_mutex_never_loses_a_hold_nor_counts_one_twice(RuntimeCase on)
        => on.Run(async _ =>
        {
            int seed = TestSeed.Value;
            var mutex = new Mutex<int>(0);
            int expected = 0;
            await RunAll(seed, async (random, source) =>
            {
                using var guard = await mutex.LockAsync(source.Token);
                int before = guard.Value;
                if (random.Next(3) == 0)
                {
                    await Task.YieldNow();
                }

                guard.Value = before + 1;
                Interlocked.Increment(ref expected);
            });

            mutex.TryLock(out var last).ShouldBeTrue(TestSeed.Hint);
            last.Value.ShouldBe(expected, TestSeed.Hint);
        });

    [Theory, OnEveryRuntime]
    public void A_semaphore_has_all_its_permits_in_the_end(RuntimeCase on)
        => on.Run(async _ =>
        {
            const int Permits = 5;
            int seed = TestSeed.Value;
            var semaphore = new AsyncSemaphore(Permits);
            int taken = 0;
            await RunAll(seed, async (random, source) =>
            {
                using var permit = await semaphore.AcquireAsync(random.Next(1, Permits + 1), source.Token);
                Interlocked.Add(ref taken, permit.Count).ShouldBeLessThanOrEqualTo(Permits, TestSeed.Hint);
                if (random.Next(2) == 0)
                {
                    await Task.YieldNow();
                }

                Interlocked.Add(ref taken, -permit.Count);
            });

            semaphore.CurrentCount.ShouldBe(Permits, TestSeed.Hint);
        });

    /// <summary>Each task acts again and again, under a token that it, or a neighbour, cancels now and then.</summary>
    private static async Task RunAll(int seed, Func<Random, CancellationTokenSource, Task> act)
    {
        var sources = new CancellationTokenSource[Tasks];
        JoinHandle[] tasks = [.. Enumerable.Range(0, Tasks).Select(index => Task.Spawn(async () =>
        {
            var random = new Random(seed ^ (index * 7919));
            for (int i = 0; i < Rounds; i++)
            {
                using var source = new CancellationTokenSource();
                Volatile.Write(ref sources[index], source);
                Task turn = act(new Random(random.Next()), source); // it may go on elsewhere while this goes on here
                if (random.Next(4) == 0)
                {
                    Cancel(Volatile.Read(ref sources[random.Next(Tasks)]));
                }

                try
                {
                    await turn;
                }
                catch (OperationCanceledException) when (source.IsCancellationRequested)
                {
                    // It had to wait, and was told not to.
                }
            }
        }))];
        foreach (JoinHandle task in tasks)
        {
            await task;
        }

        static void Cancel(CancellationTokenSource? source)
        {
            try
            {
                source?.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // Its turn is over.
            }
        }
    }

    private static async Task ActOnce(RwLock<Ledger> rwLock, Random random, CancellationToken token)
    {
        int kind = random.Next(6);
        if (kind < 3)
        {
            using var reader = await rwLock.ReadAsync(token);
            reader.Value.EnterReader();
            if (kind == 0)
            {
                await Task.YieldNow();
            }

            reader.Value.LeaveReader();
        }
        else if (kind == 3)
        {
            using var writer = await rwLock.WriteAsync(token);
            await Write(writer, random);
            using var reader = writer.Downgrade();
            reader.Value.EnterReader();
            reader.Value.LeaveReader();
        }
        else if (kind == 4)
        {
            using var writer = await rwLock.WriteAsync(token);
            await Write(writer, random);
        }
        else
        {
            using var reader = await rwLock.UpgradableReadAsync(token);
            int seen = reader.Value.Writes;
            using var writer = await reader.UpgradeAsync(token);
            writer.Value.Writes.ShouldBe(seen, "nobody writes in between");
            await Write(writer, random);
        }
    }

    private static async Task Write(RwLock<Ledger>.WriteGuard writer, Random random)
    {
        writer.Value.EnterWriter();
        if (random.Next(2) == 0)
        {
            await Task.YieldNow();
        }

        writer.Value.LeaveWriter();
    }

    /// <summary>The sequential model: who is inside.</summary>
    private sealed class Ledger
    {
        private int _readers;
        private int _writers;
        private int _writes;
        private int _counted;

        public int Writes => _writes;

        public void EnterReader()
        {
            Interlocked.Increment(ref _readers);
            Volatile.Read(ref _writers).ShouldBe(0);
        }

        public void LeaveReader()
        {
            Volatile.Read(ref _writers).ShouldBe(0);
            Interlocked.Decrement(ref _readers);
        }

        public void EnterWriter()
        {
            Interlocked.Increment(ref _writers).ShouldBe(1);
            Volatile.Read(ref _readers).ShouldBe(0);
            Interlocked.Increment(ref _counted);
            _writes++; // not atomic, on purpose
        }

        public void LeaveWriter()
        {
            Volatile.Read(ref _readers).ShouldBe(0);
            Interlocked.Decrement(ref _writers).ShouldBe(0);
        }

        public void Check(string what) => (_readers, _writers, _writes).ShouldBe((0, 0, _counted), what);
    }
}
