namespace AsyncStdTests.Examples;

using System.Diagnostics;

/// <summary>Runs the tour as it was built beside these tests, and keeps its two streams apart.</summary>
internal static class TourProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>As little as it does: each form once to warm up, once to be measured, with few clients.</summary>
    private static readonly string[] s_short = ["--warm-up", "0", "--rounds", "1", "--clients", "2"];

    public static TourResult Run(params string[] arguments) => Run(variable: null, whenItPrints: null, arguments);

    public static TourResult RunShort(params string[] arguments) => Run([.. s_short, .. arguments]);

    /// <summary>Runs it with a variable set.</summary>
    public static TourResult RunWith(string name, string value, params string[] arguments) => Run((name, value), null, arguments);

    public static TourResult RunShortWith(string name, string value, params string[] arguments) => RunWith(name, value, [.. s_short, .. arguments]);

    /// <summary>Runs it, and does something as soon as it has printed a line that begins like this.</summary>
    public static TourResult RunUntil(string line, Action<Process> then, params string[] arguments) => Run(null, (line, then), arguments);

    private static TourResult Run((string Name, string Value)? variable, (string Line, Action<Process> Then)? whenItPrints, string[] arguments)
    {
        var start = ExampleProgram.Describe("Tour", hearsSignals: whenItPrints is not null, arguments);
        if (variable is var (key, value))
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new Timer(_ => process.Kill(), null, s_limit, Timeout.InfiniteTimeSpan);
        var error = process.StandardError.ReadToEndAsync();
        var output = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output.Add(line);
            if (whenItPrints is var (beginning, then) && line.StartsWith(beginning, StringComparison.Ordinal))
            {
                then(process);
            }
        }

        process.WaitForExit();

        return new TourResult(process.ExitCode, string.Join('\n', output), error.GetAwaiter().GetResult());
    }
}

internal sealed record TourResult(int ExitCode, string Output, string Error)
{
    public string LastLine => Output.Split('\n')[^1];
}
