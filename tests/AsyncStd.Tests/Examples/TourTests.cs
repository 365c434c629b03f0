namespace AsyncStdTests.Examples;

using System.Diagnostics;
using System.Text.RegularExpressions;
using AsyncStd.Runtimes.Configuration;

public sealed class TourTests
{
    private static readonly string[] s_stages = ["walk", "count", "index", "write", "http", "lines", "give up"];

    [Fact]
    public void The_tour_measures_each_stage_in_both_forms_and_finds_what_is_there()
    {
        using var tree = new TourTree();

        var run = TourProgram.RunShort(tree.Path, "--out", tree.Beside);

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        foreach (var stage in s_stages)
        {
            run.Output.ShouldMatch($@"(?m)^{stage} +blocking +round 1 ");
            run.Output.ShouldMatch($@"(?m)^{stage} +AsyncStd +round 1 ");
            run.Output.ShouldMatch($@"(?m)^\| {stage} +\| blocking \|");
        }

        run.Output.ShouldNotContain("Different: ");
        run.Output.ShouldContain("| 5 files ");
        run.Output.ShouldContain($"| {tree.Counted} ");
        run.Output.ShouldContain("| 2 clients, 300 answers ");
        run.Output.ShouldContain("| 2 clients, 1,000 answers ");
        run.Output.ShouldContain("| 8 gave up after 100 ms, 1 was cancelled ");
        run.LastLine.ShouldMatch("^runtime 'tour': work-stealing, .*; files: .*; network: ");

        // Elsewhere than on a terminal it writes plain lines.
        run.Output.ShouldNotContain('\e');
        Regex.IsMatch(run.Output, @"[\u0000-\u0009\u000b-\u001f\u2500-\u25ff]").ShouldBeFalse();

        // And leaves the index where it was told to: the words of the texts, and no others.
        var files = File.ReadAllLines(Path.Combine(tree.Beside, "files.tsv")).Select(line => line.Split('\t')).ToDictionary(line => line[0]);
        var words = Directory.GetFiles(tree.Beside, "words-*.tsv").SelectMany(File.ReadAllLines).Select(line => line.Split('\t')).ToDictionary(line => line[0]);
        files[words["four"][1]][1..].ShouldBe([Path.Combine(tree.Path, "below", "two.txt"), "13", "1", "2"]);
        words.Keys.ShouldContain("größe");
        words.Keys.ShouldNotContain("built");
    }

    [Theory]
    [InlineData("^runtime 'tour': thread-pool", "--runtime", "thread-pool")]
    [InlineData("^runtime 'tour': current-thread", "--runtime", "current-thread")]
    public void What_was_chosen_names_itself_in_the_last_line(string expected, params string[] arguments)
    {
        using var tree = new TourTree();

        var run = TourProgram.RunShort([tree.Path, .. arguments]);

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain($"| {tree.Counted} ");
        run.LastLine.ShouldMatch(expected);
    }

    [Fact]
    public void Switches_of_the_tour_win_over_their_variables()
    {
        using var tree = new TourTree();

        var run = TourProgram.RunShortWith("ASYNC_STD_THREAD_COUNT", "3", tree.Path, "--files", "1", "--threads", "1", "--io", "portable");

        run.Error.ShouldBeEmpty();
        run.Output.ShouldContain("| 5 files, the first 1 are taken (--files) ");
        run.Output.ShouldNotContain("Different: ");
        run.LastLine.ShouldMatch("^runtime 'tour': work-stealing, 1 threads .*; files: portable.*; network: portable");
    }

    [Theory]
    [InlineData("--threads is '0'; allowed is an integer from 1 to 1024.", "--threads", "0")]
    [InlineData("--threads is 'abc'; allowed is an integer from 1 to 1024.", "--threads", "abc")]
    [InlineData("--threads is '-1'; allowed is an integer from 1 to 1024.", "--threads", "-1")]
    [InlineData("--runtime is 'fast'; allowed is work-stealing, thread-pool or current-thread.", "--runtime", "fast")]
    [InlineData("--io is 'fast'; allowed is auto, portable, epoll or io-uring.", "--io", "fast")]
    [InlineData("--rounds is '0'; allowed is an integer from 1 to 100.", "--rounds", "0")]
    [InlineData("'--quick' is no switch.", "--quick")]
    [InlineData("'--runtime' needs a value.", "--runtime")]
    [InlineData("'/' is one folder too many.", ".", "/")]
    [InlineData("'no such folder' is not a folder.", "no such folder")]
    public void Bad_input_ends_the_tour_with_one_and_a_message(string message, params string[] arguments)
    {
        var run = TourProgram.Run(arguments);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith(message);
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_switch_is_answered_with_the_usage()
    {
        TourProgram.Run("--quick").Error.ShouldContain("Tour [DIR] [--runtime NAME]");
    }

    [Fact]
    public void Help_is_the_usage()
    {
        var run = TourProgram.Run("--help");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldStartWith("Tour [DIR] [--runtime NAME]");
    }

    [Fact]
    public void Each_variable_with_nonsense_in_it_ends_the_tour_with_one_and_says_what_is_allowed()
    {
        foreach (var option in OptionTable.All)
        {
            var nonsense = option.Type == "text" ? "" : "nonsense"; // any text is a name, but not none

            var run = TourProgram.RunWith(option.Variable, nonsense);

            run.ExitCode.ShouldBe(1);
            run.Error.Trim().ShouldBe($"{option.Variable} is '{nonsense}'; allowed is {option.Allowed}.");
            run.Output.ShouldBeEmpty();
        }
    }

    [UnixFact]
    public void An_interrupt_stops_the_tour_cleanly_and_says_what_was_done()
    {
        using var tree = new TourTree();

        // The first stage has no time to warm up; the second one would have a minute.
        var run = TourProgram.RunUntil("walk     warming up", Interrupt, tree.Path, "--warm-up", "60000");

        run.ExitCode.ShouldBe(130);
        run.Error.Trim().ShouldMatch(@"^Stopped\. \d of 7 stages are done; '[a-z ]+', (blocking|AsyncStd), was broken off after [\d,]+ [a-z]+\.$");
        run.LastLine.ShouldStartWith("runtime 'tour': ");
    }

    private static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
