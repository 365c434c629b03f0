namespace AsyncStdStress.Scenarios;

using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using AsyncStdConformance.Combinators;
using AsyncStdStress.Harness;

/// <summary>Random trees of combinators, whose ends, timers and cancellations race: each branch ends once, each result is disposed of once, nothing is left alive:
/// no task, no timer, no callback on a token that lives on, no box.</summary>
internal sealed class CombinatorRacesScenario : Scenario
{
    private const int ProgramsPerTurn = 40;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public override string Name => "combinator-races";

    public override string Unit => "branches";

    public override void Run(Round round)
    {
        Random random = round.NewRandom();
        RuntimeKind[] kinds = [RuntimeKind.WorkStealing, RuntimeKind.WorkStealing, RuntimeKind.ThreadPool];
        while (!round.IsOver)
        {
            var leftovers = new Leftovers();
            RunOnOne(round, kinds[random.Next(kinds.Length)], random, leftovers);
            leftovers.CheckCollected(round);
        }
    }

    /// <summary>A method of its own, so that nothing of it is on the stack any longer when one looks for what is left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunOnOne(Round round, RuntimeKind kind, Random random, Leftovers leftovers)
    {
        using var outer = new CancellationTokenSource(); // lives on, and is never cancelled
        using Runtime runtime = WatchedRuntime.Build(round, kind, random.Next(1, 4), options => options.CancelGrace = TimeSpan.FromMinutes(10), RandomProgram.IsPlanned);
        for (int turn = 0; turn < 10 && !round.IsOver; turn++)
        {
            RunTurn(round, runtime, random, outer.Token, leftovers);
            Leftovers.CheckNoCallbacks(round, outer);
        }
    }

    private static void RunTurn(Round round, Runtime runtime, Random random, CancellationToken outer, Leftovers leftovers)
    {
        RandomProgram[] programs = [.. Enumerable.Range(0, ProgramsPerTurn).Select(_ => new RandomProgram(random.Next(), scope => leftovers.Sample(scope.Node)))];
        using var stop = new CancellationTokenSource();
        var callers = new List<JoinHandle>();
        int ended = 0;
        round.Details = () => $"{Volatile.Read(ref ended)} of {ProgramsPerTurn} programs ended";
        foreach (RandomProgram program in programs)
        {
            CancellationToken token = random.Next(3) switch { 0 => stop.Token, 1 => outer, _ => default };
            callers.Add(runtime.Spawn(async () =>
            {
                try
                {
                    await program.RunAsync(token);
                }
                finally
                {
                    Interlocked.Increment(ref ended);
                }
            }));
        }

        using var crew = new Crew(round);
        int spins = random.Next(200_000);
        crew.Add(() =>
        {
            Thread.SpinWait(spins);
            stop.Cancel();
        });
        JoinHandle[] victims = [.. callers.Where(_ => random.Next(4) == 0)];
        int rest = random.Next(50_000);
        crew.Add(() =>
        {
            foreach (JoinHandle victim in victims)
            {
                Thread.SpinWait(rest);
                victim.Cancel();
            }
        });
        crew.Run();
        foreach (JoinHandle caller in callers)
        {
            try
            {
                Runtime.BlockOn(caller);
            }
            catch (OperationCanceledException)
            {
                // cancelled from outside before it began
            }
        }

        foreach (RandomProgram program in programs)
        {
            round.Check(program.Fault is null, program.Fault!);
            round.Progress(program.Begun);
        }

        round.Check(SpinWait.SpinUntil(() => runtime.Metrics.TasksAlive == 0, s_patience), $"{runtime.Metrics.TasksAlive} tasks are alive");
        round.Check(SpinWait.SpinUntil(() => runtime.Metrics.Timers == 0, s_patience), $"{runtime.Metrics.Timers} timers run");
        round.Check(runtime.Metrics.TasksAbandoned == 0, $"{runtime.Metrics.TasksAbandoned} tasks were left running");
    }
}
