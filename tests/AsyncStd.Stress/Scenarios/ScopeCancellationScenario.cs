namespace AsyncStdStress.Scenarios;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Trees of tasks, timeouts, scopes with tokens and shields, cancelled at random nodes while they grow and end: each piece of work ends exactly once, each
/// shield finishes, and nothing is left: no task, no timer, no callback on a token that lives on, no box.</summary>
internal sealed class ScopeCancellationScenario : Scenario
{
    private const int Roots = 6;
    private const int MaxDepth = 5;
    private const int TurnsBetweenLooks = 50;

    public override string Name => "scope-cancellation";

    public override string Unit => "ends";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        RuntimeKind[] kinds = [RuntimeKind.WorkStealing, RuntimeKind.ThreadPool];
        var leftovers = new Leftovers();
        while (!round.IsOver)
        {
            for (int turn = 0; turn < TurnsBetweenLooks && !round.IsOver; turn++)
            {
                RunTurn(round, random, kinds[random.Next(kinds.Length)], leftovers);
            }

            leftovers.CheckCollected(round);
        }
    }

    /// <summary>A method of its own, so that nothing of it is on the stack any longer when one looks for what is left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunTurn(Round round, Random random, RuntimeKind kind, Leftovers leftovers) => new Turn(round, random.Next(), leftovers).Run(kind, random);

    /// <summary>One runtime, one forest.</summary>
    private sealed class Turn(Round round, int seed, Leftovers leftovers)
    {
        private readonly CancellationTokenSource _outer = new(); // lives on, and is never cancelled
        private readonly System.Collections.Concurrent.ConcurrentBag<Scope> _scopes = [];
        private int _begun;
        private int _ended;
        private int _shields;
        private int _shieldsFinished;
        private int _node;

        public void Run(RuntimeKind kind, Random random)
        {
            using Runtime runtime = WatchedRuntime.Build(round, kind, 2, options => options.CancelGrace = TimeSpan.FromMinutes(1));
            round.Details = () => $"{_ended} of {_begun} ended, {_shieldsFinished} of {_shields} shields finished, {_scopes.Count} scopes";
            JoinHandle[] roots = [.. Enumerable.Range(0, Roots).Select(_ => runtime.Spawn(async () => await Work(MaxDepth)))];
            using var crew = new Crew(round);
            for (int i = 0; i < 2; i++)
            {
                var own = new Random(random.Next());
                crew.Add(() => CancelSome(roots, own));
            }

            crew.Run();
            foreach (JoinHandle root in roots)
            {
                root.Cancel();
                Wait(root);
            }

            // Children of tasks that ended are nobody's; they were cancelled with the root, or end by themselves.
            ShutdownReport report = runtime.ShutdownAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();
            round.Check(report.Unfinished.Count == 0, report.ToString());
            round.Check(_begun == _ended, $"{_ended} ends of {_begun} pieces of work");
            round.Check(_shields == _shieldsFinished, $"{_shieldsFinished} of {_shields} shields finished");
            round.Check(runtime.Metrics.TasksAlive == 0, $"{runtime.Metrics.TasksAlive} tasks alive");
            round.Check(runtime.Metrics.TasksAbandoned == 0, $"{runtime.Metrics.TasksAbandoned} tasks left running");
            round.Check(runtime.Metrics.Timers == 0, $"{runtime.Metrics.Timers} timers left");
            Leftovers.CheckNoCallbacks(round, _outer);
            round.Progress(_ended);
        }

        private static void Wait(JoinHandle task)
        {
            try
            {
                Runtime.BlockOn(task);
            }
            catch (Exception e) when (e is OperationCanceledException or TimeoutException)
            {
            }
        }

        private void CancelSome(JoinHandle[] roots, Random random)
        {
            for (int i = 0; i < 20; i++)
            {
                Thread.SpinWait(random.Next(3_000));
                if (random.Next(8) == 0)
                {
                    roots[random.Next(roots.Length)].Cancel();
                }
                else if (_scopes.TryTake(out Scope scope))
                {
                    scope.Cancel();
                }
            }
        }

        private async Task Work(int depth)
        {
            Interlocked.Increment(ref _begun);
            var random = new Random(seed + Interlocked.Increment(ref _node));
            _scopes.Add(Scope.Current);
            leftovers.Sample(Scope.Current.Node);
            try
            {
                for (int step = random.Next(1, 4); step > 0; step--)
                {
                    await Step(random, depth);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or TimeoutException)
            {
            }
            finally
            {
                if (random.Next(4) == 0)
                {
                    await CleanUp(random.Next(3));
                }

                Interlocked.Increment(ref _ended);
            }
        }

        private async Task Step(Random random, int depth)
        {
            int ticks = random.Next(1, 40_000);
            switch (depth == 0 ? random.Next(3) : random.Next(9))
            {
                case 0:
                    await Task.YieldNow();
                    break;
                case 1:
                    await Task.Sleep(TimeSpan.FromTicks(ticks));
                    break;
                case 2:
                    await Task.Timeout(TimeSpan.FromTicks(ticks), async () => await Task.Sleep(Timeout.InfiniteTimeSpan));
                    break;
                case 3:
                    await Task.Timeout(TimeSpan.FromTicks(ticks), () => Work(depth - 1));
                    break;
                case 4:
                    await Task.Spawn(() => Work(depth - 1));
                    break;
                case 5:
                    Task.Spawn(() => Work(depth - 1)).Detach();
                    break;
                case 6:
                    await Scope.Run(() => Work(depth - 1), _outer.Token);
                    using (var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(4))))
                    {
                        await Scope.Run(() => Work(depth - 1), source.Token);
                    }

                    break;
                case 7:
                    await Task.WhenAll(Work(depth - 1), Work(depth - 1), Task.Spawn(() => Work(depth - 1)));
                    break;
                default:
                    await Task.Timeout(TimeSpan.FromTicks(ticks), Task.Spawn(() => Work(depth - 1)));
                    break;
            }
        }

        private async Task CleanUp(int steps)
        {
            Interlocked.Increment(ref _shields);
            await Scope.Shield(async () =>
            {
                for (int i = 0; i < steps; i++)
                {
                    await Task.Spawn(async () => await Task.YieldNow());
                    await Task.Sleep(TimeSpan.FromTicks(1));
                }

                Interlocked.Increment(ref _shieldsFinished);
            });
        }
    }
}
