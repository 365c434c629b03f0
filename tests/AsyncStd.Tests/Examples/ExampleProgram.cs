namespace AsyncStdTests.Examples;

using System.Diagnostics;
using AsyncStdTests.Repository;

/// <summary>How to run an example as it was built beside these tests.</summary>
internal static class ExampleProgram
{
    public static ProcessStartInfo Describe(string name, bool hearsSignals, params string[] arguments)
    {
        var program = RepositoryFolder.PathOf("examples", name, "bin", BuildFacts.Configuration, "net10.0", name + ".dll");
        string[] command = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", program, .. arguments];

        // Whoever runs the tests in the background makes them, and so this child, deaf to these signals; env gives it its ears back.
        string[] wrapped = hearsSignals && OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,QUIT", .. command] : command;
        var start = new ProcessStartInfo(wrapped[0], wrapped[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("ASYNC_STD_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(variable);
        }

        return start;
    }
}
