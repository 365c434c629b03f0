namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>A task that gave way waits behind one that blocks the thread until the first goes on: it must be stolen although it is the only one there.</summary>
internal sealed class StealingYieldedScenario : Scenario
{
    public override string Name => "stealing-yielded";

    public override string Unit => "stolen tasks";

    public override void Run(Round round)
    {
        using Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 2);
        while (!round.IsOver)
        {
            using var resumed = new ManualResetEventSlim();
            JoinHandle<JoinHandle> yielding = runtime.Spawn(async () =>
            {
                JoinHandle blocker = Runtime.Current.Spawn(() => resumed.Wait());
                await new YieldNowAwaitable();
                resumed.Set();
                return blocker;
            });
            Runtime.BlockOn(Runtime.BlockOn(yielding));
            round.Progress();
        }
    }
}
