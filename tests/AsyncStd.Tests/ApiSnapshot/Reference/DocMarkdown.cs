namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

/// <summary>Turns the text of documentation comments into Markdown, for pages in one folder.</summary>
internal sealed partial class DocMarkdown(ReferenceCatalog catalog, string folder)
{
    /// <summary>Writes an element as one paragraph.</summary>
    public string Line(XElement element) => Collapse(string.Concat(element.Nodes().Select(Inline)));

    /// <summary>Writes an element as paragraphs, lists and blocks of code.</summary>
    public string Blocks(XElement element)
    {
        var blocks = new List<string>();
        var prose = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" or "list" or "code" } block)
            {
                Flush();
                blocks.Add(Block(block));
            }
            else
            {
                prose.Append(Inline(node));
            }
        }

        Flush();

        return string.Join("\n\n", blocks.Where(block => block.Length > 0));

        void Flush()
        {
            blocks.Add(Collapse(prose.ToString()));
            prose.Clear();
        }
    }

    private string Block(XElement block) => block.Name.LocalName switch
    {
        "code" => $"```csharp\n{Unindent(block.Value)}\n```",
        "list" => string.Join('\n', block.Elements("item").Select(item => $"* {Line(item)}")),
        _ => Blocks(block),
    };

    private string Inline(XNode node) => node switch
    {
        XText text => MarkdownText.Plain(text.Value),
        XElement element => Inline(element),
        _ => "",
    };

    private string Inline(XElement element)
    {
        var inner = string.Concat(element.Nodes().Select(Inline));

        return element.Name.LocalName switch
        {
            "c" => MarkdownText.Code(Collapse(element.Value)),
            "em" or "i" => $"*{inner}*",
            "b" or "strong" => $"**{inner}**",
            "paramref" or "typeparamref" => MarkdownText.Code(element.Attribute("name")!.Value),
            "see" or "seealso" when element.Attribute("cref") is { } cref => catalog.Mention(cref.Value, folder, inner.Length == 0 ? null : inner),
            "see" or "seealso" when element.Attribute("href") is { } href => $"[{(inner.Length == 0 ? MarkdownText.Plain(href.Value) : inner)}]({href.Value})",
            "see" => MarkdownText.Code(element.Attribute("langword")!.Value),
            _ => inner,
        };
    }

    private static string Collapse(string text) => Space().Replace(text, " ").Trim();

    private static string Unindent(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        var indent = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Min(line => line.Length - line.TrimStart().Length);

        return string.Join('\n', lines.Select(line => line.Length < indent ? "" : line[indent..]));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
