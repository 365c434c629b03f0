namespace AsyncStdStress.Scenarios;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Executors;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Sections that end just as another thread takes the worker over: no two threads may run one worker, no call may be lost, made twice, or made
/// without a permit, pinned tasks keep their thread, and the runtime ends in the middle of it.</summary>
internal sealed class BlockingSectionsScenario : Scenario
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private const int MaxWorkers = 3;
    private const int Tasks = 12;
    private const int Steps = 60;

    public override string Name => "blocking-sections";

    public override string Unit => "calls";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        while (!round.IsOver)
        {
            new Turn(round, random).Run();
        }
    }

    private sealed class Turn
    {
        private readonly Round _round;
        private readonly int _limit;
        private readonly int _workers;
        private readonly int[] _seeds;
        private readonly bool _dispose;
        private readonly Runtime _runtime;
        private readonly int[] _runs = new int[MaxWorkers + 1];
        private int _blocked;
        private int _begun;
        private int _ended;

        public Turn(Round round, Random random)
        {
            _round = round;
            _workers = random.Next(1, MaxWorkers + 1);
            _limit = random.Next(1, 5);
            _dispose = random.Next(4) == 0;
            _seeds = [.. Enumerable.Range(0, Tasks).Select(_ => random.Next())];
            _runtime = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, _workers, options =>
            {
                options.BlockingThreads = _limit;
                options.SliceBudget = random.Next(1, 40);
            });
        }

        public void Run()
        {
            JoinHandle[] tasks = [.. _seeds.Select(seed => _runtime.Spawn(() => WorkAsync(new Random(seed))))];
            if (!_dispose)
            {
                foreach (JoinHandle task in tasks)
                {
                    Runtime.BlockOn(task);
                }

                _round.Check(_begun == _ended, $"{_begun} calls were begun, {_ended} made");
                _round.Check(Volatile.Read(ref _blocked) == 0, "a call is still counted");
            }

            _runtime.Dispose(); // waits for the tasks if they go on
            foreach (JoinHandle task in tasks)
            {
                _round.Check(task.IsCompleted, "a task did not end with its runtime");
            }

            // A spare thread counts a call as ended just after its task has.
            _round.Check(SpinWait.SpinUntil(() => _runtime.Metrics.BlockingOutstanding == 0, s_patience), "a call is outstanding");
            _round.Progress(_ended);
        }

        private async Task WorkAsync(Random random)
        {
            for (int step = 0; step < Steps; step++)
            {
                int length = random.Next(40) == 0 ? 30_000 : random.Next(300);
                bool hurry = random.Next(2) == 0;
                switch (random.Next(8))
                {
                    case 0 or 1 or 2:
                        await CallAsync(BlockingKind.Short, length, hurry);
                        break;
                    case 3:
                        await CallAsync(random.Next(2) == 0 ? BlockingKind.Long : BlockingKind.Unbounded, length, hurry);
                        break;
                    case 4:
                        Interlocked.Increment(ref _begun);
                        await Task.SpawnBlocking(() => Block(length, hurry));
                        break;
                    case 5:
                        using (BlockingSection section = _runtime.BlockingSection())
                        {
                            if (section.IsActive)
                            {
                                Interlocked.Increment(ref _begun);
                                Block(length, hurry);
                            }
                        }

                        break;
                    case 6:
                        await Task.SpawnLocal(() => StayAsync(length));
                        break;
                    default:
                        await Task.YieldNow();
                        break;
                }

                BeAlone(random.Next(50));
            }
        }

        private async Task CallAsync(BlockingKind kind, int length, bool hurry)
        {
            Interlocked.Increment(ref _begun);
            int sum = await _runtime.RunBlockingAsync(kind, (this, length, hurry), static call =>
            {
                call.Item1.Block(call.length, call.hurry);
                return call.length + 1;
            });
            _round.Check(sum == length + 1, "the result of another call");
        }

        private async TaskBody StayAsync(int length)
        {
            int thread = Environment.CurrentManagedThreadId;
            for (int i = 0; i < 3; i++)
            {
                await Task.YieldNow();
                _round.Check(Environment.CurrentManagedThreadId == thread, "a pinned task changed its thread");
                BeAlone(length % 50);
                await _runtime.RunBlockingAsync(BlockingKind.Short, 0, static number => number);
                _round.Check(Environment.CurrentManagedThreadId == thread, "a pinned task changed its thread");
            }
        }

        /// <summary>Does what a call does: takes time, and every other time has the worker taken over just then.</summary>
        private void Block(int length, bool hurry)
        {
            int now = Interlocked.Increment(ref _blocked);
            _round.Check(now <= _limit, $"{now} calls at a time, allowed are {_limit}");
            _round.Check(_runtime.CurrentAffinity == 0, "a thread in a section looks like a worker's");
            if (hurry)
            {
                Worker.HandOverNow();
            }

            Thread.SpinWait(length);
            Interlocked.Decrement(ref _blocked);
            Interlocked.Increment(ref _ended);
        }

        /// <summary>As long as the thread runs a worker, no other one may.</summary>
        private void BeAlone(int length)
        {
            int place = _runtime.CurrentAffinity;
            if (place == 0)
            {
                return; // a guest
            }

            _round.Check(Interlocked.Increment(ref _runs[place]) == 1, $"two threads run worker {place}");
            Thread.SpinWait(length);
            Interlocked.Decrement(ref _runs[place]);
        }
    }
}
