namespace AsyncStdStress.Harness;

using System.Diagnostics;
using AsyncStd.Runtimes;

/// <summary>One run of one scenario: its time, its randomness, its count, and how it fails.</summary>
internal sealed class Round
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _share;
    private readonly long? _goal;
    private readonly int _seed;
    private readonly Random _seeds;
    private long _operations;
    private int _failed;

    /// <param name="share">How long it lasts.</param>
    /// <param name="goal">How many operations it lasts instead; null: the time decides.</param>
    public Round(string scenario, TimeSpan share, long? goal, int seed)
    {
        Scenario = scenario;
        _share = share;
        _goal = goal;
        _seed = seed;
        _seeds = new Random(HashOf(scenario, seed));
    }

    public string Scenario { get; }

    /// <summary>The runtime to describe if the scenario stands still.</summary>
    public Runtime? Watched { get; set; }

    /// <summary>More to say about the present state if the scenario stands still.</summary>
    public Func<string>? Details { get; set; }

    public bool IsOver => _goal is { } goal ? Operations >= goal : Stopwatch.GetElapsedTime(_start) >= _share;

    public long Operations => Volatile.Read(ref _operations);

    /// <summary>Counts what was done; the watchdog wants to see this move.</summary>
    public void Progress(long operations = 1) => Interlocked.Add(ref _operations, operations);

    /// <summary>A generator of its own for a thread; the same seed gives the same generators in the same order.</summary>
    public Random NewRandom() => new(_seeds.Next());

    public void Check(bool holds, string what)
    {
        if (!holds)
        {
            Fail(what);
        }
    }

    /// <summary>Ends the process: other threads may hang, and there is nothing to be learned from what they do next.</summary>
    public void Fail(string what)
    {
        if (Interlocked.Exchange(ref _failed, 1) != 0)
        {
            Thread.Sleep(Timeout.Infinite); // another thread is saying what went wrong
        }

        Console.Error.WriteLine($"FAILED: scenario {Scenario}, seed {_seed}, after {Operations:N0} operations: {what}");
        if (Details is { } details)
        {
            Console.Error.WriteLine(details());
        }

        if (Watched is { } runtime)
        {
            Console.Error.WriteLine(runtime.Metrics);
            Console.Error.WriteLine(runtime.Describe());
        }

        string size = _goal is { } goal ? $" --operations {goal}" : "";
        Console.Error.WriteLine($"Again: --scenario {Scenario} --seed {_seed}{size}");
        Environment.Exit(1);
    }

    /// <summary>The same on every machine, unlike a string's own hash.</summary>
    private static int HashOf(string text, int seed)
    {
        unchecked
        {
            uint hash = 2166136261u ^ (uint)seed;
            foreach (char c in text)
            {
                hash = (hash ^ c) * 16777619u;
            }

            return (int)hash;
        }
    }
}
