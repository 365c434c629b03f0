namespace AsyncStdTests.Commands;

using System.Diagnostics;
using System.Text;

/// <summary>Runs a program to its end and collects what it printed.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, string> s_nothingMore = [];

    /// <summary>Gets the SDK that runs these tests.</summary>
    public static string DotnetPath => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs the SDK that runs these tests.</summary>
    public static CommandResult Dotnet(string folder, params string[] arguments) => Run(DotnetPath, folder, arguments);

    public static CommandResult Run(string program, string folder, params string[] arguments) => Run(s_nothingMore, program, folder, arguments);

    /// <param name="environment">What the program sees besides what these tests see.</param>
    public static CommandResult Run(IReadOnlyDictionary<string, string> environment, string program, string folder, params string[] arguments)
    {
        var command = $"{program} {string.Join(' ', arguments)}";
        var output = new StringBuilder();
        using var process = new Process { StartInfo = Describe(program, folder, arguments) };
        foreach ((string name, string value) in environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        process.OutputDataReceived += (_, line) => Add(output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(output, line.Data);

        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{command}' did not end within {s_limit.TotalMinutes} minutes:\n{output}");
        }

        process.WaitForExit();

        return new CommandResult(command, process.ExitCode, output.ToString());
    }

    public static ProcessStartInfo Describe(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the outer build says about itself would bend the inner one.
        var inherited = start.Environment.Keys.Where(IsOfTheOuterBuild).ToArray();
        foreach (var name in inherited)
        {
            start.Environment.Remove(name);
        }

        // A build node that stays behind would hold our pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";

        return start;
    }

    private static bool IsOfTheOuterBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase);

    private static void Add(StringBuilder output, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
