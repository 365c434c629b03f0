namespace AsyncStdStress.Scenarios;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>One worker is never idle, the other one sleeps with a timer in its wheel: the timer must fire all the same.</summary>
internal sealed class TimersBesideBusyWorkerScenario : Scenario
{
    public override string Name => "timers-beside-busy";

    public override string Unit => "timers";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        using Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 2);
        while (!round.IsOver)
        {
            RunTurn(runtime, random.Next(1, 5), random.Next(1, 15), blocks: random.Next(3) == 0);
            round.Progress();
        }
    }

    /// <summary>Two tasks meet on two workers and sleep there; who wakes first stays busy until the other has woken.</summary>
    private static void RunTurn(Runtime runtime, int early, int later, bool blocks)
    {
        using var together = new Barrier(2);
        bool over = false;
        JoinHandle busy = runtime.Spawn(async () =>
        {
            together.SignalAndWait();
            await Sleep(early);
            while (!Volatile.Read(ref over))
            {
                if (blocks)
                {
                    Thread.SpinWait(50);
                }
                else
                {
                    await new YieldNowAwaitable();
                }
            }
        });
        JoinHandle sleeper = runtime.Spawn(async () =>
        {
            together.SignalAndWait();
            await Sleep(early + later);
            Volatile.Write(ref over, true);
        });
        Runtime.BlockOn(sleeper);
        Runtime.BlockOn(busy);
    }

    private static SleepAwaitable Sleep(int milliseconds) => Task.Sleep(TimeSpan.FromMilliseconds(milliseconds));
}
