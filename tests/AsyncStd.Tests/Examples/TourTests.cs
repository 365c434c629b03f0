namespace AsyncStdTests.Examples;

using System.Diagnostics;
using AsyncStdTests.Repository;

public sealed class TourTests
{
    [Theory]
    [InlineData("work-stealing")]
    [InlineData("thread-pool")]
    [InlineData("current-thread")]
    public void The_tour_counts_a_folder_on_each_runtime(string runtime)
    {
        using var folder = SmallTree();

        var run = TourProgram.Run(folder.PathOf(), "--runtime", runtime, "--timeout", "20");

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain($"on runtime 'tour': {runtime}");
        run.Output.ShouldContain("files    4: 3 text, 1 other, 0 unreadable\nlines    3\nwords    5\n");
        run.Output.ShouldContain("\ngiven up ");
    }

    [Fact]
    public void The_tour_obeys_a_variable()
    {
        using var folder = SmallTree();

        var run = TourProgram.RunWith("ASYNC_STD_THREAD_COUNT", "3", folder.PathOf(), "--timeout", "20");

        run.Output.ShouldContain("on runtime 'tour': work-stealing, 3 threads");
    }

    [Fact]
    public void A_switch_of_the_tour_wins_over_its_variable()
    {
        using var folder = SmallTree();

        var run = TourProgram.RunWith("ASYNC_STD_THREAD_COUNT", "3", folder.PathOf(), "--timeout", "20", "--threads", "1");

        run.Output.ShouldContain("on runtime 'tour': work-stealing, 1 threads");
    }

    [Theory]
    [InlineData("--threads is '0'; allowed is an integer from 1 to 1024.", "--threads", "0")]
    [InlineData("--threads is 'abc'; allowed is an integer from 1 to 1024.", "--threads", "abc")]
    [InlineData("--threads is '-1'; allowed is an integer from 1 to 1024.", "--threads", "-1")]
    [InlineData("--runtime is 'fast'; allowed is work-stealing, thread-pool or current-thread.", "--runtime", "fast")]
    [InlineData("--timeout is '0'; allowed is an integer from 1 to 3600000.", "--timeout", "0")]
    [InlineData("'--quick' is no switch.", "--quick")]
    [InlineData("'--runtime' needs a value.", "--runtime")]
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

    [Theory]
    [InlineData("ASYNC_STD_THREAD_COUNT", "many", "an integer from 1 to 1024")]
    [InlineData("ASYNC_STD_RUNTIME", "", "work-stealing, thread-pool or current-thread")]
    public void A_bad_variable_ends_the_tour_with_one_and_a_message(string name, string value, string allowed)
    {
        var run = TourProgram.RunWith(name, value);

        run.ExitCode.ShouldBe(1);
        run.Error.Trim().ShouldBe($"{name} is '{value}'; allowed is {allowed}.");
    }

    [UnixFact]
    public void An_interrupt_stops_the_tour_cleanly()
    {
        using var folder = SmallTree();

        // The slow task would be waited for for an hour.
        var run = TourProgram.RunUntil("time ", Interrupt, folder.PathOf(), "--timeout", "3600000");

        run.ExitCode.ShouldBe(130);
        run.Error.Trim().ShouldBe("Stopped.");
    }

    private static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Three files of text with three lines and five words, one that is no text, and some that a walk leaves out.</summary>
    private static TemporaryFolder SmallTree()
    {
        var folder = new TemporaryFolder();
        folder.Write("one.txt", "one two\nthree\n");
        folder.Write(Path.Combine("below", "two.txt"), "  four   five");
        folder.Write("empty.txt", "");
        folder.Write("data.bin", "no\0text");
        folder.Write(Path.Combine("bin", "built.txt"), "built");
        folder.Write(Path.Combine(".hidden", "hidden.txt"), "hidden");

        return folder;
    }
}
