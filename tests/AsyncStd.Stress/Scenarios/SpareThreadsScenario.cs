namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Blocking calls from several sides: each runs once, never more at a time than allowed, and none is forgotten when the runtime ends.</summary>
internal sealed class SpareThreadsScenario : Scenario
{
    private const int CallsPerThread = 300;

    public override string Name => "spare-threads";

    public override string Unit => "calls";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        while (!round.IsOver)
        {
            RunTurn(round, random);
        }
    }

    private static void RunTurn(Round round, Random random)
    {
        int limit = random.Next(1, 6);
        Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 2, options => options.BlockingThreads = limit);
        int running = 0;
        int ran = 0;
        using var crew = new Crew(round);
        for (int i = 0; i < 2; i++)
        {
            Random own = round.NewRandom();
            crew.Add(() =>
            {
                var calls = new List<JoinHandle>();
                for (int n = 0; n < CallsPerThread; n++)
                {
                    int spins = own.Next(300);
                    calls.Add(runtime.SpawnBlocking(() =>
                    {
                        int now = Interlocked.Increment(ref running);
                        round.Check(now <= limit, $"{now} calls run at a time, allowed are {limit}");
                        Thread.SpinWait(spins);
                        Interlocked.Decrement(ref running);
                        Interlocked.Increment(ref ran);
                    }));
                    if (own.Next(50) == 0)
                    {
                        Thread.Yield();
                    }
                }

                calls.ForEach(Runtime.BlockOn);
            });
        }

        crew.Run();
        runtime.Dispose();
        round.Check(ran == 2 * CallsPerThread, $"{ran} of {2 * CallsPerThread} calls ran");
        round.Progress(ran);
    }
}
