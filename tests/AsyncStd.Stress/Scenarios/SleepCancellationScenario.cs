namespace AsyncStdStress.Scenarios;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Sleeps end by the clock, by their token, or because the runtime is disposed, all at about the same moment: each ends, and ends once.</summary>
internal sealed class SleepCancellationScenario : Scenario
{
    private const int SleepersPerTurn = 60;

    public override string Name => "sleep-cancellation";

    public override string Unit => "sleeps";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        RuntimeKind[] kinds = [RuntimeKind.WorkStealing, RuntimeKind.ThreadPool];
        while (!round.IsOver)
        {
            RunTurn(round, random, kinds[random.Next(kinds.Length)]);
        }
    }

    private static void RunTurn(Round round, Random random, RuntimeKind kind)
    {
        using Runtime runtime = WatchedRuntime.Build(round, kind, 2);
        using var canceled = new CancellationTokenSource();
        int ended = 0;
        round.Details = () => $"{Volatile.Read(ref ended)} of {SleepersPerTurn} sleepers ended";
        var sleepers = new List<JoinHandle>();
        for (int i = 0; i < SleepersPerTurn; i++)
        {
            TimeSpan delay = random.Next(4) switch
            {
                0 => Timeout.InfiniteTimeSpan,
                1 => TimeSpan.FromMinutes(10),
                _ => TimeSpan.FromMilliseconds(random.Next(0, 4)),
            };
            CancellationToken token = random.Next(2) == 0 ? canceled.Token : default;
            bool nested = random.Next(2) == 0;
            int sleeps = random.Next(1, 4);
            sleepers.Add(runtime.Spawn(async () =>
            {
                try
                {
                    for (int n = 0; n < sleeps; n++)
                    {
                        if (nested)
                        {
                            await Nested(delay, token);
                        }
                        else
                        {
                            await Task.Sleep(delay, token);
                        }
                    }
                }
                catch (OperationCanceledException)
                {
                }

                Interlocked.Increment(ref ended);
            }));
        }

        int spins = random.Next(100_000);
        using var crew = new Crew(round);
        crew.Add(() =>
        {
            Thread.SpinWait(spins);
            canceled.Cancel();
        });
        int rest = random.Next(100_000);
        crew.Add(() =>
        {
            Thread.SpinWait(rest);
            ShutdownReport report = runtime.ShutdownAsync(TimeSpan.Zero).GetAwaiter().GetResult();
            round.Check(report.Unfinished.Count == 0, report.ToString());
        });
        crew.Run();
        foreach (JoinHandle sleeper in sleepers)
        {
            Runtime.BlockOn(sleeper);
        }

        round.Check(ended == SleepersPerTurn, $"{ended} ends of {SleepersPerTurn} sleepers");
        round.Progress(SleepersPerTurn);
    }

    private static async Task Nested(TimeSpan delay, CancellationToken token) => await Task.Sleep(delay, token);
}
