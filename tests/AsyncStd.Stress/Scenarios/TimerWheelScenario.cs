namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Timers;
using AsyncStdStress.Harness;

/// <summary>Threads start and stop nodes while others move the wheel on: each start ends either by firing, never early, or by a stop that said so.</summary>
internal sealed class TimerWheelScenario : Scenario
{
    private const int Starters = 2;
    private const int NodesPerStarter = 200;
    private const int StartsPerTurn = 50_000;

    public override string Name => "timer-wheel";

    public override string Unit => "timers";

    public override void Run(Round round)
    {
        using Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.ThreadPool, 1);
        while (!round.IsOver)
        {
            RunTurn(round, runtime);
        }
    }

    private static void RunTurn(Round round, Runtime runtime)
    {
        var turn = new Turn(new TimerWheel(3, 0), runtime);
        using var crew = new Crew(round);
        int starting = Starters;
        var all = new List<CountingNode>();
        for (int i = 0; i < Starters; i++)
        {
            Random random = round.NewRandom();
            CountingNode[] nodes = [.. Enumerable.Range(0, NodesPerStarter).Select(_ => new CountingNode(round, turn))];
            all.AddRange(nodes);
            crew.Add(() =>
            {
                StartAndStop(round, turn, nodes, random);
                Interlocked.Decrement(ref starting);
            });
        }

        for (int i = 0; i < 2; i++)
        {
            Random random = round.NewRandom();
            crew.Add(() =>
            {
                while (Volatile.Read(ref starting) > 0)
                {
                    Advance(turn, random.Next(random.Next(1, 5_000)));
                }
            });
        }

        crew.Run();
        Advance(turn, 1_000_000);
        Advance(turn, 1_000_000);
        foreach (CountingNode node in all)
        {
            round.Check(!node.IsRunning, "a node neither fired nor was stopped");
        }

        round.Check(turn.Wheel.Count == 0, $"the empty wheel counts {turn.Wheel.Count}");
    }

    private static void Advance(Turn turn, int ticks)
    {
        long tick = Interlocked.Add(ref turn.Tick, ticks);
        TimerWheel.FireAll(turn.Wheel.TryAdvance(tick), turn.Runtime);
    }

    private static void StartAndStop(Round round, Turn turn, CountingNode[] nodes, Random random)
    {
        for (int i = 0; i < StartsPerTurn; i++)
        {
            CountingNode node = nodes[random.Next(nodes.Length)];
            if (!node.IsRunning)
            {
                long due = Volatile.Read(ref turn.Tick) + random.Next(1, 1 << random.Next(1, 19));
                node.Begin(due);
                turn.Wheel.Start(node, due);
                round.Progress();
            }
            else if (turn.Wheel.Stop(node))
            {
                node.End("stopped");
            }
        }
    }

    /// <summary>A wheel and the time that it is told.</summary>
    private sealed class Turn(TimerWheel wheel, Runtime runtime)
    {
        public long Tick;

        public TimerWheel Wheel { get; } = wheel;

        /// <summary>Gets who is told of nodes that throw.</summary>
        public Runtime Runtime { get; } = runtime;
    }

    private sealed class CountingNode(Round round, Turn turn) : TimerNode
    {
        private long _due;
        private int _running;

        public bool IsRunning => Volatile.Read(ref _running) != 0;

        public void Begin(long due)
        {
            _due = due;
            round.Check(Interlocked.Increment(ref _running) == 1, "a node was started twice");
        }

        public void End(string how) => round.Check(Interlocked.Decrement(ref _running) == 0, $"a node was {how} although it had ended");

        protected internal override void Fire()
        {
            long tick = Volatile.Read(ref turn.Tick);
            round.Check(tick >= _due, $"a node that is due at {_due} fired at {tick}");
            End("fired");
        }
    }
}
