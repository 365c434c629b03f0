namespace AsyncStdTests.Examples;

using System.Diagnostics;
using System.Text.RegularExpressions;
using AsyncStdTests.Repository;

/// <summary>A blocking program, and the same program ported by awaiting.</summary>
public sealed partial class WordIndexTests
{
    [Fact]
    public void The_port_differs_by_await_and_Async_only()
    {
        string before = Source("WordIndex.Before"), after = Source("WordIndex.After");

        before.Split('\n').Length.ShouldBeGreaterThan(100);
        after.ShouldNotBe(before);
        Synchronous(after).ShouldBe(before);
    }

    [Fact]
    public void Both_write_the_same_index()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tree/one.txt", "The quick fox\nquick\n");
        folder.Write("tree/below/two.md", "A fox, and the dog.\n");
        folder.Write("tree/other.bin", "nothing");
        folder.Write("tree/stopwords.txt", "the\n");

        string before = Run("WordIndex.Before", folder.PathOf("tree"), folder.PathOf("before"));
        string after = Run("WordIndex.After", folder.PathOf("tree"), folder.PathOf("after"));
        string again = Run("WordIndex.After", folder.PathOf("tree"), folder.PathOf("after"));

        before.ShouldBe("files 2, read again 2, words 5\n");
        after.ShouldBe(before);
        again.ShouldBe("files 2, read again 0, words 5\n");
        string index = File.ReadAllText(folder.PathOf("after", "index.txt"));
        index.ShouldContain("fox: below/two.md:1, one.txt:1");
        index.ShouldNotContain("the:");
        index.ShouldBe(File.ReadAllText(folder.PathOf("before", "index.txt")));
    }

    private static string Source(string example) => File.ReadAllText(RepositoryFolder.PathOf("examples", example, "Program.cs")).ReplaceLineEndings("\n");

    /// <summary>Without <c>await</c> and <c>async</c>, without the ending, and with what a task brings in the place of the task.</summary>
    private static string Synchronous(string source)
        => TaskOfResult().Replace(source, "async $1 ")
            .Replace("async Task ", "async void ", StringComparison.Ordinal)
            .Replace("async ", "", StringComparison.Ordinal)
            .Replace("await ", "", StringComparison.Ordinal)
            .Replace("Async(", "(", StringComparison.Ordinal);

    private static string Run(string example, params string[] arguments)
    {
        using var process = Process.Start(ExampleProgram.Describe(example, hearsSignals: false, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, error.GetAwaiter().GetResult());
        return output.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"async Task<(.+)> (?=\w+\()")]
    private static partial Regex TaskOfResult();
}
