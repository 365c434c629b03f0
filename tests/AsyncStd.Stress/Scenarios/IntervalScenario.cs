namespace AsyncStdStress.Scenarios;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Waits for a tick end by the clock, by a token, by a reset or by disposal, all at about the same moment: each ends once, and no tick is lost or comes twice.</summary>
internal sealed class IntervalScenario : Scenario
{
    private const int Waits = 100;
    private const int Players = 64;

    public override string Name => "interval";

    public override string Unit => "waits";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        using Runtime stealing = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 2);
        using Runtime pool = WatchedRuntime.Build(round, RuntimeKind.ThreadPool, 2);
        while (!round.IsOver)
        {
            RunTurn(round, random, random.Next(2) == 0 ? stealing : pool);
        }
    }

    private static void RunTurn(Round round, Random random, Runtime runtime)
    {
        Player[] players = [.. Enumerable.Range(0, Players).Select(_ => new Player(round, runtime, random))];
        int ended = 0;
        round.Details = () => string.Join(", ", players.Select(player => player.ToString()));
        int[] seeds = [random.Next(), random.Next()];
        using var crew = new Crew(round);
        crew.Add(() => Disturb(new Random(seeds[0]), (player, _) => player.Cancel()));
        crew.Add(() => Disturb(new Random(seeds[1]), (player, mine) => player.Reset(TimeSpan.FromTicks(mine.Next(3) * 5_000))));
        foreach (Player player in players)
        {
            _ = player.Task.AsTask().ContinueWith(_ => Interlocked.Increment(ref ended), TaskScheduler.Default);
        }

        crew.Run();
        foreach (Player player in players)
        {
            player.Finish();
            round.Progress(player.Waited);
        }

        void Disturb(Random mine, Action<Player, Random> act)
        {
            while (Volatile.Read(ref ended) < Players / 2)
            {
                Thread.SpinWait(mine.Next(2_000));
                act(players[mine.Next(Players)], mine);
            }
        }
    }

    /// <summary>An interval and who waits for its ticks, each wait with a token of its own.</summary>
    private sealed class Player
    {
        private readonly Round _round;
        private readonly Interval _interval;
        private readonly bool _disposes;
        private CancellationTokenSource? _source;
        private long _next;
        private int _left = Waits;

        public Player(Round round, Runtime runtime, Random random)
        {
            _round = round;
            _disposes = random.Next(2) == 0;
            using (runtime.Enter())
            {
                _interval = System.Threading.Tasks.Task.Interval(TimeSpan.FromMilliseconds(random.Next(1, 3)));
            }

            Task = runtime.Spawn(WaitAsync);
        }

        public JoinHandle Task { get; }

        public int Waited => Waits - Volatile.Read(ref _left);

        public void Cancel()
        {
            try
            {
                Volatile.Read(ref _source)?.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The wait ended by itself.
            }
        }

        public void Reset(TimeSpan after) => _interval.Reset(after);

        public void Finish()
        {
            if (_disposes)
            {
                _interval.Dispose();
            }

            Runtime.BlockOn(Task);
        }

        public override string ToString() => $"tick {Volatile.Read(ref _next)} with {Volatile.Read(ref _left)} waits left";

        private async Task WaitAsync()
        {
            for (; _left > 0; _left--)
            {
                using var source = new CancellationTokenSource();
                Volatile.Write(ref _source, source);
                try
                {
                    long number = await _interval.TickAsync(source.Token);
                    _round.Check(number == _next, $"tick {number} came instead of {_next}");
                    _next++;
                }
                catch (OperationCanceledException)
                {
                }
                catch (ObjectDisposedException)
                {
                    _round.Check(_disposes, "disposed by nobody");
                    return;
                }
            }
        }
    }
}
