namespace AsyncStdHostingBenchmarks;

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

/// <summary>The load generator, which must be on the machine.</summary>
internal static partial class Wrk
{
    /// <returns>How many requests were answered in all, and in a second.</returns>
    public static async Task<(long Requests, double PerSecond)> RunAsync(string address, int connections, int seconds)
    {
        var start = new ProcessStartInfo("wrk", ["-t", "1", "-c", $"{connections}", "-d", $"{seconds}s", address]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Match requests = Requests().Match(text);
        Match perSecond = PerSecond().Match(text);
        if (!requests.Success || !perSecond.Success || text.Contains("Non-2xx", StringComparison.Ordinal) || text.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"wrk did not end well:{Environment.NewLine}{text}");
        }

        return (long.Parse(requests.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(perSecond.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s*([\d.]+)")]
    private static partial Regex PerSecond();
}
