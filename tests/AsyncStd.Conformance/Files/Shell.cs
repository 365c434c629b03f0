namespace AsyncStdConformance.Files;

using System.Diagnostics;

/// <summary>Programs of the system, for what the base class library cannot make.</summary>
public static class Shell
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end, and fails if it does.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(s_patience).ShouldBeTrue($"{program} does not end");
        process.ExitCode.ShouldBe(0, errors.Result);
        return output;
    }

    /// <summary>Runs a line of sh.</summary>
    public static string Sh(string line, params string[] arguments) => Run("sh", ["-c", line, "sh", .. arguments]);
}
