namespace AsyncStdTests.Documentation;

using System.Text.RegularExpressions;
using AsyncStdTests.Repository;

/// <summary>The table of bad input in docs/files.md says that each row is a test, which has the row's first words for its name.</summary>
public sealed partial class BadInputTableTests
{
    [Fact]
    public void Each_row_is_a_test()
    {
        string[] tests = [.. Directory.GetFiles(RepositoryFolder.PathOf("tests", "AsyncStd.Conformance", "Fs"), "*.cs").SelectMany(file => NamesOfTests(File.ReadAllText(file)))];
        string[] rows = [.. Rows()];

        rows.Length.ShouldBeGreaterThan(20);
        rows.Where(row => !tests.Any(test => IsOf(test, row))).ShouldBeEmpty();
    }

    [Fact]
    public void Each_test_of_bad_input_is_in_a_row()
    {
        string[] tests = [.. NamesOfTests(File.ReadAllText(RepositoryFolder.PathOf("tests", "AsyncStd.Conformance", "Fs", "BadInputTests.cs")))];
        string[] rows = [.. Rows()];

        tests.ShouldNotBeEmpty();
        tests.Where(test => !rows.Any(row => IsOf(test, row))).ShouldBeEmpty();
    }

    /// <summary>The name of a test is a row, with more words than it or with fewer.</summary>
    private static bool IsOf(string test, string row) => Begins(test, row) || Begins(row, test);

    private static bool Begins(string name, string words) => (name + "_").StartsWith(words + "_", StringComparison.Ordinal);

    private static IEnumerable<string> Rows()
        => from line in File.ReadLines(RepositoryFolder.PathOf("docs", "files.md")).SkipWhile(line => line != "## Bad input").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
           where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| input |", StringComparison.Ordinal)
           let words = NoWord().Replace(line.Split('|')[1].Trim(), "").Replace(' ', '_')
           select char.ToUpperInvariant(words[0]) + words[1..];

    private static IEnumerable<string> NamesOfTests(string source) => TestMethod().Matches(source).Select(match => match.Groups[1].Value);

    [GeneratedRegex("[^A-Za-z0-9 ]")]
    private static partial Regex NoWord();

    [GeneratedRegex(@"public void (\w+)\(RuntimeCase")]
    private static partial Regex TestMethod();
}
