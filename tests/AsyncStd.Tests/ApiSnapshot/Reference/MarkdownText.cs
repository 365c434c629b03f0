namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Text.RegularExpressions;

/// <summary>What Markdown wants to be told apart.</summary>
internal static partial class MarkdownText
{
    /// <summary>Writes prose, so that nothing in it means anything to Markdown.</summary>
    public static string Plain(string text) => Special().Replace(text, @"\$0");

    public static string Code(string text) => text.Contains('`') ? $"`` {text} ``" : $"`{text}`";

    /// <summary>Puts a text into a cell of a table.</summary>
    public static string Cell(string text) => Space().Replace(text, " ").Trim().Replace(@"\|", "|").Replace("|", @"\|");

    /// <summary>Gets the name under which a heading can be linked to.</summary>
    public static string Anchor(string heading) => NoLetter().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"[\\<>*\[\]|`]")]
    private static partial Regex Special();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoLetter();
}
