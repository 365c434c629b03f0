namespace AsyncStdStress.Scenarios;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStdStress.Harness;

/// <summary>A paused clock may jump only when the last blocking call or the last hold is gone, which other threads decide: the runtime must notice when they do.</summary>
internal sealed class PausedClockScenario : Scenario
{
    private const int SleepsPerTurn = 200;

    public override string Name => "paused-clock";

    public override string Unit => "sleeps";

    public override void Run(Round round)
    {
        while (!round.IsOver)
        {
            Random random = round.NewRandom();
            using Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.CurrentThread, 1, options => options.StartPaused = true);
            runtime.BlockOn(async () =>
            {
                var clock = (PausableClock)runtime.Clock;
                for (int i = 0; i < SleepsPerTurn; i++)
                {
                    int spins = random.Next(random.Next(1, 5_000));
                    if (random.Next(2) == 0)
                    {
                        runtime.SpawnBlocking(() => Thread.SpinWait(spins)).Detach();
                    }
                    else
                    {
                        IDisposable hold = clock.Hold();
                        ThreadPool.UnsafeQueueUserWorkItem(_ =>
                        {
                            Thread.SpinWait(spins);
                            hold.Dispose();
                        }, null);
                    }

                    await Task.Sleep(TimeSpan.FromHours(1));
                    round.Progress();
                }
            });
        }
    }
}
