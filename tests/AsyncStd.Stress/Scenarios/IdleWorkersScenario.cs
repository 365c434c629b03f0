namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Work comes to workers that sleep, are about to, or just got up: from outside one by one, and in bursts from within. A lost wake-up is a hang.</summary>
internal sealed class IdleWorkersScenario : Scenario
{
    private const int TasksPerRuntime = 3_000;

    public override string Name => "idle-workers";

    public override string Unit => "tasks";

    public override void Run(Round round)
    {
        while (!round.IsOver)
        {
            Random random = round.NewRandom();
            int threads = random.Next(1, 5);
            int spin = random.Next(3) * 20;
            using Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, threads, options => options.SpinMicroseconds = spin);
            using var crew = new Crew(round);
            for (int i = 0; i < 2; i++)
            {
                Random own = round.NewRandom();
                crew.Add(() => Submit(round, runtime, threads, own));
            }

            crew.Run();
        }
    }

    private static void Submit(Round round, Runtime runtime, int threads, Random random)
    {
        for (int left = TasksPerRuntime; left > 0 && !round.IsOver; left--)
        {
            switch (random.Next(4))
            {
                case 0:
                    SpinUntilIdle(runtime, threads);
                    break;
                case 1:
                    Thread.SpinWait(random.Next(2_000));
                    break;
                default:
                    break;
            }

            int burst = random.Next(4) == 0 ? random.Next(1, 40) : 0;
            Runtime.BlockOn(burst == 0 ? runtime.Spawn(() => { }) : runtime.Spawn(() => Burst(burst)));
            round.Progress(1 + burst);
        }
    }

    private static async Task Burst(int count)
    {
        var children = new JoinHandle[count];
        for (int i = 0; i < count; i++)
        {
            bool yields = i % 3 == 0;
            children[i] = Runtime.Current.Spawn(async () =>
            {
                if (yields)
                {
                    await new YieldNowAwaitable();
                }
            });
        }

        foreach (JoinHandle child in children)
        {
            await child;
        }
    }

    /// <summary>A little while at most: workers may be kept awake by the other submitter.</summary>
    private static void SpinUntilIdle(Runtime runtime, int threads)
    {
        for (int i = 0; i < 50 && runtime.Metrics.ParkedWorkers < threads; i++)
        {
            Thread.Yield();
        }
    }
}
