namespace AsyncStdTests.Documentation;

using System.Text;
using System.Text.RegularExpressions;

/// <summary>
/// Makes a file of a snippet, so that many can be compiled together: each gets a namespace of its own, its statements become the body of a
/// <c>Main</c>, its types stay beside it.
/// </summary>
/// <remarks>As in a file with top-level statements, usings come first, then statements, then types; these are recognised by their first line.</remarks>
internal static partial class SnippetSource
{
    public static string NamespaceOf(int index) => $"Snippets.Number{index}";

    public static string Write(Snippet snippet, int index)
    {
        var lines = snippet.Code.Split('\n');
        var afterUsings = Array.FindIndex(lines, line => line.Length > 0 && !UsingDirective().IsMatch(line) && !line.StartsWith("//", StringComparison.Ordinal));
        var types = Array.FindIndex(lines, line => TypeDeclaration().IsMatch(line));
        var afterStatements = types < 0 ? lines.Length : types;

        var text = new StringBuilder();
        text.AppendLine($"namespace {NamespaceOf(index)};");
        text.AppendJoin("", snippet.Usings.Select(name => $"using {name};\n"));
        Append(text, snippet, lines, 0, afterUsings);
        if (afterUsings < afterStatements)
        {
            text.AppendLine("internal static class Program { private static async Task Main() {");
            Append(text, snippet, lines, afterUsings, afterStatements);
            text.AppendLine("}}");
        }

        Append(text, snippet, lines, afterStatements, lines.Length);

        return text.ToString();
    }

    private static void Append(StringBuilder text, Snippet snippet, string[] lines, int start, int end)
    {
        text.AppendLine($"#line {snippet.Line + start} \"{FileOf(snippet)}\"");
        text.AppendJoin('\n', lines[start..end]).AppendLine();
        text.AppendLine("#line hidden");
    }

    /// <summary>The build reads the compiler's messages again, and understands only what looks like a file and a line.</summary>
    private static string FileOf(Snippet snippet) => snippet.Source.Replace(':', '/').Replace('(', '[').Replace(')', ']');

    [GeneratedRegex(@"^using\s+(static\s+)?[\w.]+(\s*=\s*[\w.<>]+)?\s*;")]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"^((public|internal|file|static|sealed|abstract|partial|readonly|ref)\s+)*(class|struct|record|interface|enum)\s")]
    private static partial Regex TypeDeclaration();
}
