namespace AsyncStdStress.Scenarios;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Threads spawn in a group, fail, cancel, take results and leave, all at once: each child ends once, and nothing is alive when the group was left.
/// Once in between a group has a million children.</summary>
internal sealed class GroupRacesScenario : Scenario
{
    private const int Million = 1_000_000;
    private const int SpawnsPerThread = 200;

    public override string Name => "group-races";

    public override string Unit => "children";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        using (Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 2))
        {
            RunMillion(round, runtime);
        }

        RuntimeKind[] kinds = [RuntimeKind.WorkStealing, RuntimeKind.WorkStealing, RuntimeKind.ThreadPool];
        while (!round.IsOver)
        {
            using Runtime runtime = WatchedRuntime.Build(round, kinds[random.Next(kinds.Length)], random.Next(1, 4));
            for (int i = 0; i < 100 && !round.IsOver; i++)
            {
                RunTurn(round, runtime, random);
            }

            round.Check(runtime.Metrics.TasksAlive == 0, $"{runtime.Metrics.TasksAlive} tasks are alive after all groups were left");
        }
    }

    private static void RunMillion(Round round, Runtime runtime)
    {
        long ended = 0;
        runtime.BlockOn(async () =>
        {
            await using TaskGroup group = new();
            for (int i = 0; i < Million; i++)
            {
                group.Start(i, async n =>
                {
                    await new YieldNowAwaitable();
                    if ((Interlocked.Increment(ref ended) & 0xFFFF) == 0)
                    {
                        round.Progress(0x10000);
                    }
                });
            }
        });
        round.Check(ended == Million, $"{ended} of a million children ended");
        round.Check(runtime.Metrics.TasksAlive == 0, "tasks are alive after a million children");
    }

    private static void RunTurn(Round round, Runtime runtime, Random random)
    {
        var turn = new Turn(round, runtime, random);
        round.Details = turn.Describe;
        using var crew = new Crew(round);
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            Random own = round.NewRandom();
            crew.Add(() => turn.Spawn(own, SpawnsPerThread));
        }

        if (random.Next(2) == 0)
        {
            Random own = round.NewRandom();
            crew.Add(() => turn.Take(own));
        }

        if (random.Next(3) == 0)
        {
            int spins = random.Next(100_000);
            crew.Add(() => turn.Cancel(spins));
        }

        int before = random.Next(200_000);
        crew.Add(() => turn.Leave(before));
        crew.Run();
        turn.Check();
    }

    /// <summary>One group and what became of it.</summary>
    private sealed class Turn
    {
        private readonly Round _round;
        private readonly TaskGroup<int> _group;
        private readonly bool _mayFail;
        private int _spawned;
        private int _begun;
        private int _ended;
        private int _taken;
        private int _failed;

        public Turn(Round round, Runtime runtime, Random random)
        {
            _round = round;
            bool supervise = random.Next(3) == 0;
            _mayFail = supervise || random.Next(2) == 0;
            var options = new TaskGroupOptions
            {
                Name = "turn",
                MaxConcurrency = random.Next(2) == 0 ? null : random.Next(1, 5),
                Supervise = supervise,
                OnFailure = supervise ? (_, _) => Interlocked.Increment(ref _failed) : null,
                CancelOnDispose = random.Next(3) == 0,
            };
            using (runtime.Enter())
            {
                _group = new TaskGroup<int>(options);
            }
        }

        public string Describe() => $"{_spawned} spawned, {_begun} begun, {_ended} ended, {_taken} taken, {_failed} failed, {_group.Count} left";

        public void Spawn(Random random, int count)
        {
            try
            {
                for (int i = 0; i < count; i++)
                {
                    SpawnOne(random.Next(_mayFail ? 7 : 6), random.Next(100) == 0);
                    Thread.SpinWait(random.Next(300));
                }
            }
            catch (InvalidOperationException)
            {
                // The group is being left.
            }
        }

        public void Take(Random random)
        {
            try
            {
                for (int i = random.Next(50); i > 0; i--)
                {
                    using var stop = new CancellationTokenSource();
                    Task<int> next = _group.NextAsync(stop.Token).AsTask();
                    if (random.Next(3) == 0)
                    {
                        stop.Cancel();
                    }

                    try
                    {
                        next.GetAwaiter().GetResult();
                        Interlocked.Increment(ref _taken);
                    }
                    catch (Exception e) when (e is OperationCanceledException or FormatException)
                    {
                    }
                }
            }
            catch (InvalidOperationException)
            {
                // There is nothing left to take.
            }
        }

        public void Cancel(int spins)
        {
            Thread.SpinWait(spins);
            _group.Cancel();
        }

        public void Leave(int spins)
        {
            Thread.SpinWait(spins);
            try
            {
                _group.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is FormatException or AggregateException)
            {
            }
        }

        public void Check()
        {
            _round.Check(_group.Count == 0, $"{_group.Count} children are counted in a group that was left");
            _round.Check(_begun == _ended, "a child that began has not ended, or ended twice");
            _round.Check(_ended <= _spawned, "more children ended than were spawned");
            _round.Check(_group.IsClosed, "the group is open");
            while (true)
            {
                try
                {
                    if (!_group.TryNext(out _))
                    {
                        break;
                    }

                    _taken++;
                }
                catch (FormatException)
                {
                }
            }

            _round.Check(_taken <= _ended, "more results were taken than children ended");
            _round.Progress(_spawned);
        }

        private void SpawnOne(int kind, bool isCancelled)
        {
            JoinHandle child = kind switch
            {
                0 => _group.Spawn(() => Count(() => { })),
                1 => _group.SpawnBlocking(() => Count(() => { })),
                2 => _group.Spawn(() => Counted(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1)))),
                3 => _group.Spawn(() => Counted(async () => await new YieldNowAwaitable())),
                4 => _group.Spawn(() => Counted(async () =>
                {
                    await new YieldNowAwaitable();
                    SpawnOne(3, false);
                })),
                5 => _group.Spawn(() => Counted(() => Task.Sleep(TimeSpan.FromMilliseconds(1)))),
                _ => _group.Spawn(() => Count(() => throw new FormatException())),
            };
            Interlocked.Increment(ref _spawned);
            if (isCancelled)
            {
                child.Cancel();
            }
        }

        private async Task<int> Counted(Func<Task> body)
        {
            Interlocked.Increment(ref _begun);
            try
            {
                await body();
                return 1;
            }
            finally
            {
                Interlocked.Increment(ref _ended);
            }
        }

        private int Count(Action body)
        {
            Interlocked.Increment(ref _begun);
            try
            {
                body();
                return 1;
            }
            finally
            {
                Interlocked.Increment(ref _ended);
            }
        }
    }
}
