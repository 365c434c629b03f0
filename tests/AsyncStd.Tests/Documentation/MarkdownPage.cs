namespace AsyncStdTests.Documentation;

using System.Text.RegularExpressions;
using AsyncStdTests.ApiSnapshot.Reference;
using AsyncStdTests.Repository;

/// <summary>A page of the documentation: where it leads, and where it can be led to.</summary>
internal sealed partial class MarkdownPage
{
    private MarkdownPage(string path)
    {
        Path = path;
        var prose = Prose(File.ReadAllText(RepositoryFolder.PathOf(path)).ReplaceLineEndings("\n"));
        Links = [.. Link().Matches(InlineCode().Replace(prose, "")).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal))];
        Anchors = [.. Heading().Matches(prose).Select(match => MarkdownText.Anchor(LinkTarget().Replace(match.Groups[1].Value, "")))];
    }

    /// <summary>Gets the path in the repository.</summary>
    public string Path { get; }

    /// <summary>Gets the targets of all links that lead to other files or headings of the repository, as they are written.</summary>
    public IReadOnlyList<string> Links { get; }

    public IReadOnlyCollection<string> Anchors { get; }

    /// <summary>Reads every page that somebody might open.</summary>
    public static IReadOnlyDictionary<string, MarkdownPage> ReadAll() =>
        ((string[])["README.md", "CONTRIBUTING.md", "CHANGELOG.md", .. In("docs"), .. In("examples")]).ToDictionary(path => path, path => new MarkdownPage(path));

    /// <summary>Finds the file that a link leads to, and the heading in it, if it names one.</summary>
    public (string File, string Anchor) Resolve(string link)
    {
        var parts = link.Split('#', 2);
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var file = parts[0].Length == 0
            ? Path
            : System.IO.Path.GetRelativePath(RepositoryFolder.PathOf(), RepositoryFolder.PathOf(folder, parts[0])).Replace('\\', '/');

        return (file, parts.Length > 1 ? parts[1] : "");
    }

    private static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(RepositoryFolder.PathOf(folder), "*.md", SearchOption.AllDirectories)
        .Select(path => System.IO.Path.GetRelativePath(RepositoryFolder.PathOf(), path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string Prose(string text) => Fenced().Replace(text, "");

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex("``[^\n]+?``|`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
