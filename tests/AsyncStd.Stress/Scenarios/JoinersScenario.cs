namespace AsyncStdStress.Scenarios;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdStress.Harness;

/// <summary>Many wait for one task in every way there is, while it ends: each is woken once and sees how it ended.</summary>
internal sealed class JoinersScenario : Scenario
{
    private const int Result = 42;

    public override string Name => "joiners";

    public override string Unit => "joins";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        using Runtime runtime = WatchedRuntime.Build(round, RuntimeKind.WorkStealing, 3);
        while (!round.IsOver)
        {
            RunTurn(round, runtime, random);
        }
    }

    private static void RunTurn(Round round, Runtime runtime, Random random)
    {
        bool fails = random.Next(2) == 0;
        int joiners = random.Next(1, 12);
        int spins = random.Next(3_000);
        int ended = 0;
        int yields = random.Next(4);
        JoinHandle<int> target = runtime.Spawn(async () =>
        {
            for (int i = 0; i < yields; i++)
            {
                await new YieldNowAwaitable();
            }

            Thread.SpinWait(spins);
            return fails ? throw new InvalidDataException("planned") : Result;
        });
        var all = new List<JoinHandle>();
        for (int i = 0; i < joiners; i++)
        {
            Func<Task<int>> join = random.Next(3) switch
            {
                0 => () => Nested(target),
                1 => () => target.AsTask(),
                _ => async () => await target,
            };
            all.Add(random.Next(2) == 0
                ? runtime.Spawn(async () => Note(round, ref ended, fails, await RootOutcome(target)))
                : runtime.Spawn(async () => Note(round, ref ended, fails, await OutcomeOf(join))));
        }

        Note(round, ref ended, fails, Blocked(target));
        foreach (JoinHandle joiner in all)
        {
            Runtime.BlockOn(joiner);
        }

        round.Check(ended == joiners + 1, $"{ended} of {joiners + 1} joiners went on");
        round.Progress(joiners + 1);
    }

    private static void Note(Round round, ref int ended, bool fails, int? outcome)
    {
        round.Check(outcome == (fails ? null : Result), $"a joiner of a task that {(fails ? "failed" : "ended well")} got {outcome?.ToString() ?? "an exception"}");
        Interlocked.Increment(ref ended);
    }

    private static async Task<int> Nested(JoinHandle<int> target) => await target;

    /// <summary>A task of its own, so that a task's root frame is what waits.</summary>
    private static JoinHandle<int?> RootOutcome(JoinHandle<int> target) => target.Runtime!.Spawn(async () =>
    {
        try
        {
            return (int?)await target;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    });

    private static async Task<int?> OutcomeOf(Func<Task<int>> join)
    {
        try
        {
            return await join();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static int? Blocked(JoinHandle<int> target)
    {
        try
        {
            return Runtime.BlockOn(target);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
