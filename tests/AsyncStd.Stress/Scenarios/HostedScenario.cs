namespace AsyncStdStress.Scenarios;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Strangers spawn on a runtime whose host has many threads, until it is disposed under their hands: tasks of one runtime never overlap, and all end.</summary>
internal sealed class HostedScenario : Scenario
{
    private const int Spawners = 3;
    private const int TasksPerSpawner = 200;

    public override string Name => "hosted";

    public override string Unit => "runtimes";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        while (!round.IsOver)
        {
            RunOne(round, random);
            round.Progress();
        }
    }

    private static void RunOne(Round round, Random random)
    {
        Runtime runtime = new RuntimeBuilder().OnTaskScheduler(TaskScheduler.Default).Build();
        int running = 0;
        bool mayOverlap = false; // what is late runs on the thread pool
        var tasks = new JoinHandle[Spawners * TasksPerSpawner];
        Thread[] spawners = [.. Enumerable.Range(0, Spawners).Select(spawner => new Thread(() =>
        {
            for (int i = 0; i < TasksPerSpawner; i++)
            {
                tasks[(spawner * TasksPerSpawner) + i] = runtime.Spawn(async () =>
                {
                    Alone();
                    await Task.YieldNow();
                    Alone();
                });
            }
        }))];
        Array.ForEach(spawners, spawner => spawner.Start());
        Thread.SpinWait(random.Next(100_000));
        if (random.Next(2) == 0)
        {
            Array.ForEach(spawners, spawner => spawner.Join());
        }

        Volatile.Write(ref mayOverlap, spawners.Any(spawner => spawner.IsAlive));
        runtime.Dispose();
        Array.ForEach(spawners, spawner => spawner.Join());
        foreach (JoinHandle task in tasks)
        {
            ((IAsyncResult)task.AsTask()).AsyncWaitHandle.WaitOne();
        }

        void Alone()
        {
            int others = Interlocked.Increment(ref running);
            round.Check(others == 1 || Volatile.Read(ref mayOverlap), "two tasks of one runtime ran at the same time");
            Interlocked.Decrement(ref running);
        }
    }
}
