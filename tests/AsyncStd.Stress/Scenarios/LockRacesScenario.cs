namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes;
using AsyncStd.Sync;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Locks are taken, upgraded, handed over and cancelled by tasks, pool threads and blocked threads at the same moment: no hold is lost or given twice, and nobody waits for ever.</summary>
internal sealed class LockRacesScenario : Scenario
{
    private const int Players = 12;
    private const int Turns = 200;

    public override string Name => "lock-races";

    public override string Unit => "turns";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        using Runtime stealing = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 2);
        using Runtime pool = WatchedRuntime.Build(round, RuntimeKind.ThreadPool, 2);
        while (!round.IsOver)
        {
            var table = new Table(round, (RwLockFairness)random.Next(3));
            round.Details = table.ToString;
            var tasks = new List<JoinHandle>();
            using var crew = new Crew(round);
            for (int i = 0; i < Players; i++)
            {
                int seed = random.Next();
                if (i == 0)
                {
                    crew.Add(() => table.PlayBlocking(new Random(seed)));
                }
                else
                {
                    tasks.Add((i % 3 == 0 ? pool : stealing).Spawn(() => table.PlayAsync(new Random(seed))));
                }
            }

            crew.Run();
            foreach (JoinHandle task in tasks)
            {
                Runtime.BlockOn(task);
            }

            table.Check();
            round.Progress(Players * Turns);
        }
    }

    /// <summary>One of each lock, and what must hold about them.</summary>
    private sealed class Table(Round round, RwLockFairness fairness)
    {
        private const int Permits = 3;

        private readonly Mutex<int> _mutex = new(0);
        private readonly RwLock<int> _rwLock = new(0, fairness);
        private readonly AsyncSemaphore _semaphore = new(Permits);
        private readonly Notify _notify = new();
        private readonly Condvar _condvar = new();
        private readonly CancellationTokenSource?[] _sources = new CancellationTokenSource?[Players];
        private int _inMutex;
        private int _locked;
        private int _readers;
        private int _writers;
        private int _written;
        private int _taken;

        public async Task PlayAsync(Random random)
        {
            for (int i = 0; i < Turns; i++)
            {
                using var source = new CancellationTokenSource();
                Volatile.Write(ref _sources[random.Next(Players)], source);
                try
                {
                    var turns = new Random(random.Next()); // the turn may go on elsewhere while this goes on here
                    Task turn = random.Next(5) switch
                    {
                        0 => LockAsync(turns, source.Token),
                        1 => ReadOrWriteAsync(turns, source.Token),
                        2 => UpgradeAsync(turns, source.Token),
                        3 => AcquireAsync(turns, source.Token),
                        _ => WaitAsync(turns, source.Token),
                    };
                    if (random.Next(3) == 0)
                    {
                        Cancel(random.Next(Players));
                    }

                    await turn;
                }
                catch (OperationCanceledException) when (source.IsCancellationRequested)
                {
                }
            }
        }

        public void PlayBlocking(Random random)
        {
            for (int i = 0; i < Turns; i++)
            {
                switch (random.Next(3))
                {
                    case 0:
                        using (var guard = _mutex.LockBlocking())
                        {
                            Enter(ref _inMutex, 1);
                            guard.Value++;
                            Interlocked.Increment(ref _locked);
                            Interlocked.Decrement(ref _inMutex);
                        }

                        break;
                    case 1:
                        using (_semaphore.AcquireBlocking(random.Next(1, Permits + 1)))
                        {
                        }

                        break;
                    default:
                        Cancel(random.Next(Players));
                        break;
                }

                _condvar.NotifyAll();
                _notify.NotifyOne();
            }
        }

        public void Check()
        {
            round.Check(_mutex.TryLock(out var guard) && guard.Value == _locked, "the mutex is held by nobody, or has lost a count");
            round.Check(_rwLock.TryWrite(out var writer) && writer.Value == _written, "the reader-writer lock is held by nobody, or has lost a count");
            round.Check(_semaphore.CurrentCount == Permits, "the semaphore has lost or won permits");
        }

        public override string ToString() => $"{_mutex}; {_rwLock}, {fairness}; {_semaphore.CurrentCount} permits; inside {_inMutex} {_readers} {_writers} {_taken}";

        private async Task LockAsync(Random random, CancellationToken token)
        {
            using var guard = await _mutex.LockAsync(token);
            Enter(ref _inMutex, 1);
            int before = guard.Value;
            await Linger(random);
            guard.Value = before + 1;
            Interlocked.Increment(ref _locked);
            Interlocked.Decrement(ref _inMutex);
        }

        private async Task ReadOrWriteAsync(Random random, CancellationToken token)
        {
            if (random.Next(3) != 0)
            {
                using var reader = await _rwLock.ReadAsync(token);
                await Read(random);
                return;
            }

            using var writer = await _rwLock.WriteAsync(token);
            await Write(writer, random);
            if (random.Next(2) == 0)
            {
                using var reader = writer.Downgrade();
                await Read(random);
            }
        }

        private async Task UpgradeAsync(Random random, CancellationToken token)
        {
            using var reader = await _rwLock.UpgradableReadAsync(token);
            int seen = reader.Value;
            await Read(random);
            using var writer = await reader.UpgradeAsync(token);
            round.Check(writer.Value == seen, "somebody wrote before the upgrade");
            await Write(writer, random);
        }

        private async Task AcquireAsync(Random random, CancellationToken token)
        {
            using var permit = await _semaphore.AcquireAsync(random.Next(1, Permits + 1), token);
            round.Check(Interlocked.Add(ref _taken, permit.Count) <= Permits, "more permits than there are");
            await Linger(random);
            Interlocked.Add(ref _taken, -permit.Count);
        }

        /// <summary>Waits for what others may have stopped sending: so always with an end of its own.</summary>
        private async Task WaitAsync(Random random, CancellationToken token)
        {
            if (random.Next(2) == 0)
            {
                _notify.NotifyOne();
                await _notify.WaitAsync(token);
                _notify.NotifyOne(); // it may have been another's
                return;
            }

            using var guard = await _mutex.LockAsync(token);
            Enter(ref _inMutex, 1);
            Interlocked.Decrement(ref _inMutex);
            await _condvar.WaitAsync(guard, TimeSpan.FromMilliseconds(random.Next(3)), token);
            Enter(ref _inMutex, 1);
            guard.Value++;
            Interlocked.Increment(ref _locked);
            Interlocked.Decrement(ref _inMutex);
        }

        private async Task Read(Random random)
        {
            Interlocked.Increment(ref _readers);
            round.Check(Volatile.Read(ref _writers) == 0, "a reader beside a writer");
            await Linger(random);
            round.Check(Volatile.Read(ref _writers) == 0, "a writer beside a reader");
            Interlocked.Decrement(ref _readers);
        }

        private async Task Write(RwLock<int>.WriteGuard writer, Random random)
        {
            Enter(ref _writers, 1);
            int before = writer.Value;
            await Linger(random);
            writer.Value = before + 1;
            _written++;
            round.Check(Interlocked.Decrement(ref _writers) == 0, "two writers");
        }

        private void Enter(ref int inside, int most) => round.Check(Interlocked.Increment(ref inside) <= most, "two hold what one can hold");

        private void Cancel(int index)
        {
            try
            {
                Volatile.Read(ref _sources[index])?.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // Its turn is over.
            }
        }

        private static async Task Linger(Random random)
        {
            switch (random.Next(4))
            {
                case 0:
                    await Task.Yield();
                    break;
                case 1:
                    Thread.SpinWait(random.Next(200));
                    break;
                default:
                    break;
            }
        }
    }
}
