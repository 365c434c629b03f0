namespace AsyncStdTests.Examples;

using System.Diagnostics;
using AsyncStdTests.Repository;

/// <summary>Runs the tour as it was built beside these tests, and keeps its two streams apart.</summary>
internal static class TourProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public static TourResult Run(params string[] arguments) => Run(variable: null, whenItPrints: null, arguments);

    /// <summary>Runs it with a variable set.</summary>
    public static TourResult RunWith(string name, string value, params string[] arguments) => Run((name, value), null, arguments);

    /// <summary>Runs it, and does something as soon as it has printed a line that begins like this.</summary>
    public static TourResult RunUntil(string line, Action<Process> then, params string[] arguments) => Run(null, (line, then), arguments);

    private static TourResult Run((string Name, string Value)? variable, (string Line, Action<Process> Then)? whenItPrints, string[] arguments)
    {
        var tour = RepositoryFolder.PathOf("examples", "Tour", "bin", BuildFacts.Configuration, "net10.0", "Tour.dll");
        string[] command = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", tour, .. arguments];

        // Whoever runs the tests in the background makes them, and so this child, deaf to interrupts; env gives it its ears back.
        string[] wrapped = whenItPrints is null || !OperatingSystem.IsLinux() ? command : ["env", "--default-signal=INT", .. command];
        var start = new ProcessStartInfo(wrapped[0], wrapped[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASYNC_STD_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

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

internal sealed record TourResult(int ExitCode, string Output, string Error);
