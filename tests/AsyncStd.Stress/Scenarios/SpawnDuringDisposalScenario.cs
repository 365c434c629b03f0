namespace AsyncStdStress.Scenarios;

using System.Collections.Concurrent;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Threads and tasks go on spawning while the runtime is disposed, and after: nobody hangs, and every handle that was given out ends.</summary>
internal sealed class SpawnDuringDisposalScenario : Scenario
{
    private const int SpawnsPerThread = 400;

    public override string Name => "spawn-during-disposal";

    public override string Unit => "tasks";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        RuntimeKind[] kinds = [RuntimeKind.WorkStealing, RuntimeKind.WorkStealing, RuntimeKind.ThreadPool];
        while (!round.IsOver)
        {
            RunTurn(round, random, kinds[random.Next(kinds.Length)]);
        }
    }

    private static void RunTurn(Round round, Random random, RuntimeKind kind)
    {
        Runtime runtime = WatchedRuntime.Build(round, kind, random.Next(1, 4));
        var handles = new ConcurrentQueue<JoinHandle>();
        round.Details = () => $"{handles.Count(handle => handle.IsCompleted)} of {handles.Count} tasks ended";
        using var crew = new Crew(round);
        for (int i = 0; i < 2; i++)
        {
            Random own = round.NewRandom();
            crew.Add(() =>
            {
                for (int n = 0; n < SpawnsPerThread; n++)
                {
                    handles.Enqueue(SpawnOne(runtime, own.Next(5), handles));
                    Thread.SpinWait(own.Next(500));
                }
            });
        }

        int spins = random.Next(200_000);
        TimeSpan drain = TimeSpan.FromMilliseconds(random.Next(3));
        crew.Add(() =>
        {
            Thread.SpinWait(spins);
            runtime.ShutdownAsync(drain).GetAwaiter().GetResult();
        });
        crew.Run();
        while (handles.TryDequeue(out JoinHandle? handle))
        {
            try
            {
                Runtime.BlockOn(handle);
            }
            catch (OperationCanceledException)
            {
            }

            round.Progress();
        }
    }

    private static JoinHandle SpawnOne(Runtime runtime, int kind, ConcurrentQueue<JoinHandle> handles) => kind switch
    {
        0 => runtime.Spawn(() => { }),
        1 => runtime.Spawn(async () => await new YieldNowAwaitable()),
        2 => runtime.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(1))),
        3 => runtime.SpawnBlocking(() => { }),
        _ => runtime.Spawn(() => handles.Enqueue(SpawnOne(runtime, 2, handles))),
    };
}
