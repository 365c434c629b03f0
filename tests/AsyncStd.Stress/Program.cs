namespace AsyncStdStress;

using System.Diagnostics;
using AsyncStdStress.Harness;
using AsyncStdStress.Scenarios;
using AsyncStdStress.Soak;

/// <summary>Looks for races: runs each scenario for its share of the time, and ends at the first failure with the seed that led there.</summary>
/// <remarks>A seed fixes what the threads do, not how they meet: a failure may need several runs of its seed to come back.</remarks>
internal static class Program
{
    private static readonly Scenario[] s_scenarios =
    [
        new WorkDequeScenario(),
        new InjectionQueueScenario(),
        new ThreadParkerScenario(),
        new TimerWheelScenario(),
        new IdleWorkersScenario(),
        new StealingScenario(),
        new ChannelsScenario(),
        new SharedChannelsScenario(),
        new StealingYieldedScenario(),
        new TimersBesideBusyWorkerScenario(),
        new JoinersScenario(),
        new SleepCancellationScenario(),
        new ScopeCancellationScenario(),
        new CancelWhileSpawningScenario(),
        new CombinatorRacesScenario(),
        new IntervalScenario(),
        new SpawnDuringDisposalScenario(),
        new RuntimeChurnScenario(),
        new HostedScenario(),
        new SpareThreadsScenario(),
        new BlockingSectionsScenario(),
        new PausedClockScenario(),
        new GroupRacesScenario(),
        new SocketPatternsScenario(),
        new LockRacesScenario(),
        new StreamRacesScenario(),
    ];

    private static int Main(string[] arguments)
    {
        StressOptions options;
        try
        {
            if (arguments is ["soak", .. var rest])
            {
                return new SoakRun(SoakOptions.Parse(rest)).Run();
            }

            options = StressOptions.Parse(arguments, [.. s_scenarios.Select(scenario => scenario.Name)]);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

        string size = options.Operations is { } operations ? $"{operations:N0} operations each" : $"{options.Seconds} s";
        Console.WriteLine($"seed {options.Seed}, {size}, {Environment.ProcessorCount} processors");
        Scenario[] chosen = [.. s_scenarios.Where(scenario => options.Scenario is null || scenario.Name == options.Scenario)];
        TimeSpan share = TimeSpan.FromSeconds((double)options.Seconds / chosen.Length);
        foreach (Scenario scenario in chosen)
        {
            RunOne(scenario, share, options);
        }

        Console.WriteLine("no failure");
        return 0;
    }

    private static void RunOne(Scenario scenario, TimeSpan share, StressOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        var round = new Round(scenario.Name, share, options.Operations, options.Seed);
        using (new Watchdog(round))
        {
            try
            {
                scenario.Run(round);
            }
            catch (Exception e)
            {
                round.Fail($"threw {e}");
            }
        }

        Console.WriteLine($"{scenario.Name,-24} {round.Operations,12:N0} {scenario.Unit} in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    }
}
