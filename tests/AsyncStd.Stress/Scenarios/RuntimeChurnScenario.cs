namespace AsyncStdStress.Scenarios;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Runtimes are made, loaded and disposed, several at a time: all their tasks end, and no thread stays behind.</summary>
internal sealed class RuntimeChurnScenario : Scenario
{
    private const int TasksPerRuntime = 200;
    private const int SpareThreadsTolerated = 40;

    public override string Name => "runtime-churn";

    public override string Unit => "runtimes";

    public override void Run(Round round)
    {
        int threadsBefore = Threads();
        using var crew = new Crew(round);
        for (int i = 0; i < 2; i++)
        {
            Random random = round.NewRandom();
            crew.Add(() =>
            {
                while (!round.IsOver)
                {
                    RunOne(round, random);
                    round.Progress();
                }
            });
        }

        crew.Run();
        round.Watched = null;
        long start = Stopwatch.GetTimestamp();
        while (Threads() > threadsBefore + SpareThreadsTolerated)
        {
            round.Check(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(15), $"{Threads()} threads are left, {threadsBefore} were there before");
            Thread.Yield();
        }
    }

    private static void RunOne(Round round, Random random)
    {
        RuntimeKind kind = (RuntimeKind)random.Next(3);
        Runtime runtime = WatchedRuntime.Build(round, kind, random.Next(1, 5));
        int done = 0;
        for (int i = 0; i < TasksPerRuntime; i++)
        {
            int what = random.Next(3);
            runtime.Spawn(async () =>
            {
                if (what == 0)
                {
                    await new YieldNowAwaitable();
                }
                else if (what == 1)
                {
                    await Task.Sleep(TimeSpan.FromMilliseconds(1));
                }

                Interlocked.Increment(ref done);
            });
        }

        runtime.Dispose();
        round.Check(done == TasksPerRuntime, $"{done} of {TasksPerRuntime} tasks ended before their {kind} runtime, which waits a second for them; {runtime.Describe()}");
    }

    private static int Threads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
