namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes.Executors;
using AsyncStdStress.Harness;

/// <summary>One thread parks until it sees what two others have published before they unpark it. A lost wake-up leaves all three waiting.</summary>
internal sealed class ThreadParkerScenario : Scenario
{
    private const int Wakers = 2;
    private const int TurnsPerRound = 2_000;

    public override string Name => "thread-parker";

    public override string Unit => "hand-overs";

    public override void Run(Round round)
    {
        while (!round.IsOver)
        {
            RunTurn(round);
        }
    }

    private static void RunTurn(Round round)
    {
        using var parker = new ThreadParker();
        using var crew = new Crew(round);
        int[] published = new int[Wakers];
        int seen = 0;
        Random pause = round.NewRandom();
        crew.Add(() =>
        {
            for (int turn = 1; turn <= TurnsPerRound; turn++)
            {
                while (Volatile.Read(ref published[0]) < turn || Volatile.Read(ref published[1]) < turn)
                {
                    parker.Park(pause.Next(8) == 0 ? TimeSpan.FromMilliseconds(pause.Next(3)) : Timeout.InfiniteTimeSpan);
                }

                Volatile.Write(ref seen, turn);
                round.Progress();
            }
        });
        for (int i = 0; i < Wakers; i++)
        {
            int waker = i;
            Random random = round.NewRandom();
            crew.Add(() =>
            {
                var spin = default(SpinWait);
                for (int turn = 1; turn <= TurnsPerRound; turn++)
                {
                    Thread.SpinWait(random.Next(200));
                    Volatile.Write(ref published[waker], turn);
                    parker.Unpark();
                    while (Volatile.Read(ref seen) < turn)
                    {
                        spin.SpinOnce(sleep1Threshold: -1);
                    }
                }
            });
        }

        crew.Run();
    }
}
