namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>A task queues others on its worker and then blocks the thread until they have run. Only theft can end that, of the last one too, which waits in the slot.</summary>
internal sealed class StealingScenario : Scenario
{
    public override string Name => "stealing";

    public override string Unit => "stolen tasks";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        using Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 3);
        while (!round.IsOver)
        {
            int count = random.Next(1, random.Next(2, 200));
            using var left = new CountdownEvent(count);
            JoinHandle blocker = runtime.Spawn(() =>
            {
                for (int i = 0; i < count; i++)
                {
                    Runtime.Current.Spawn(() => { left.Signal(); });
                }

                left.Wait();
            });
            Runtime.BlockOn(blocker);
            round.Progress(count);
        }
    }
}
