namespace AsyncStdTests.Examples;

using System.Diagnostics;
using System.Text.RegularExpressions;
using AsyncStdTests.Repository;

public sealed partial class DeadlockTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Fact]
    public void The_dump_of_the_deadlock_names_both_tasks_both_waits_and_both_spawn_sites()
    {
        using var process = Process.Start(ExampleProgram.Describe("Deadlock", hearsSignals: false))!;
        using var limit = new Timer(_ => process.Kill(), null, s_limit, Timeout.InfiniteTimeSpan);

        string output = process.StandardOutput.ReadToEnd();

        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        ShouldExplainTheDeadlock(output);
    }

    [Fact]
    public void The_dump_in_the_book_is_what_the_example_prints()
    {
        using var process = Process.Start(ExampleProgram.Describe("Deadlock", hearsSignals: false))!;
        using var limit = new Timer(_ => process.Kill(), null, s_limit, Timeout.InfiniteTimeSpan);
        string page = File.ReadAllText(RepositoryFolder.PathOf("docs", "diagnosis.md"));

        string[] printed = Shape(process.StandardOutput.ReadToEnd());

        string pasted = Pasted().Match(page).Groups[1].Value;
        Shape(pasted).ShouldBe(printed);
    }

    [UnixFact]
    public void A_signal_writes_the_dump_of_a_process_that_hangs()
    {
        using var process = Process.Start(ExampleProgram.Describe("Deadlock", hearsSignals: true, "--wait"))!;
        using var limit = new Timer(_ => process.Kill(), null, s_limit, Timeout.InfiniteTimeSpan);
        while (process.StandardOutput.ReadLine() is { } line && line != "waiting")
        {
        }

        for (int i = 0; i < 2; i++)
        {
            using (var kill = Process.Start("kill", ["-QUIT", $"{process.Id}"]))
            {
                kill.WaitForExit();
            }

            var dump = new List<string>();
            while (dump.LastOrDefault()?.StartsWith("circle: ", StringComparison.Ordinal) != true)
            {
                dump.Add(process.StandardError.ReadLine().ShouldNotBeNull("the process has ended"));
            }

            ShouldExplainTheDeadlock(string.Join('\n', dump));
        }

        process.HasExited.ShouldBeFalse();
        process.Kill();
    }

    private static void ShouldExplainTheDeadlock(string dump)
    {
        dump.ShouldContain("runtime 'deadlock'");
        dump.ShouldMatch(@"#(\d+) 'left' \(Program\.Main\): waiting for [\d.]+ m?s, spawned at .*Program\.cs:21\s+(│ )?\s*waits for #\d+ 'right'");
        dump.ShouldMatch(@"#(\d+) 'right' \(Program\.Main\): waiting for [\d.]+ m?s, spawned at .*Program\.cs:20\s+(│ )?\s*waits for #\d+ 'left'");
        dump.ShouldMatch(@"circle: #\d+ '(left|right)' waits for #\d+ '(left|right)' waits for #\d+ '\1'");
    }

    /// <summary>The lines without what differs from run to run: numbers, times, paths and the order of siblings.</summary>
    private static string[] Shape(string dump)
    {
        string same = Changing().Replace(dump.ReplaceLineEndings("\n"), "~");
        return [.. same.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("circle: ", StringComparison.Ordinal))
            .Select(line => line.TrimStart('│', '├', '└', '─', ' ')).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"#\d+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ|[\d.]+ m?s\b|(?<=spawned at ).*?(?=Program\.cs)")]
    private static partial Regex Changing();

    [GeneratedRegex(@"```text\r?\n(runtime 'deadlock'.*?)```", RegexOptions.Singleline)]
    private static partial Regex Pasted();
}
