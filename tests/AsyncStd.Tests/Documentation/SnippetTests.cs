namespace AsyncStdTests.Documentation;

using System.Text.RegularExpressions;
using AsyncStdTests.Commands;

[Collection(BuildCollection.Name)]
public sealed class SnippetTests(CompiledSnippets compiled) : IClassFixture<CompiledSnippets>
{
    private static readonly string[] s_languages = ["csharp", "text", "json", "xml", "sh"];

    public static TheoryData<string> WithOutput => [.. MarkdownSnippets.ReadAll().Where(snippet => snippet.Output is not null).Select(snippet => snippet.Label)];

    [Fact]
    public void Every_snippet_in_the_documentation_compiles()
    {
        compiled.Build.ShouldSucceed();

        compiled.Snippets.ShouldContain(snippet => snippet.Source == "README.md");
        compiled.Snippets.ShouldContain(snippet => snippet.Source.StartsWith("T:", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WithOutput))]
    public void A_snippet_prints_what_the_documentation_says(string label)
    {
        compiled.Build.ExitCode.ShouldBe(0, "The snippets do not compile; another test says why.");
        var output = compiled.Snippets.Single(snippet => snippet.Label == label).Output!;

        var run = compiled.Run(label).ShouldSucceed();

        Matches(run.Output, output).ShouldBeTrue($"{label} should print:\n{output}\nbut it printed:\n{run.Output}");
    }

    [Fact]
    public void Every_block_says_what_language_it_is_in()
    {
        MarkdownSnippets.ReadLanguages().Where(block => !s_languages.Contains(block.Language)).ShouldBeEmpty();
    }

    /// <summary>An ellipsis in the documentation stands for anything within a line; alone in a line, for any number of lines.</summary>
    private static bool Matches(string printed, string documented)
    {
        var pattern = Regex.Escape(documented.Trim()).Replace("\\n…\\n", "\\n(?:.*\\n)*?").Replace("…", ".*");

        return Regex.IsMatch(printed.ReplaceLineEndings("\n").Trim(), $"^{pattern}$");
    }
}
