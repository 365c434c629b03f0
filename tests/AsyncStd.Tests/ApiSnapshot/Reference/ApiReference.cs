namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Text;

/// <summary>Writes the reference: a page for each type, one for each namespace, and one above all.</summary>
internal static class ApiReference
{
    private static readonly Dictionary<string, string> s_about = new()
    {
        ["AsyncStd.Channel"] = "Channels between tasks: [channels](../channels.md).",
        ["AsyncStd.Fs"] = "Files and directories: [files](../files.md).",
        ["AsyncStd.Io"] = "Reading, writing, lines, framing, the standard streams: [streams, lines and the console](../io.md).",
        ["AsyncStd.Net"] = "TCP, UDP and Unix sockets, names: [sockets](../sockets.md).",
        ["AsyncStd.Os.Unix"] = "What only Unix has of files.",
        ["AsyncStd.Os.Windows"] = "What only Windows has of files.",
        ["AsyncStd.Prelude"] = "Extension members for the types that programs already use. Nobody needs to name these classes.",
        ["AsyncStd.Process"] = "Commands, children, signals: [processes](../processes.md).",
        ["AsyncStd.Runtimes"] = "Runtimes, their options, what they say about themselves: [runtimes](../runtimes.md), [writing a runtime](../writing-a-runtime.md).",
        ["AsyncStd.Runtimes.Drivers"] = "What stands between the modules and the system: [file drivers](../files-drivers.md).",
        ["AsyncStd.Stream"] = "Sequences: [streams](../streams.md).",
        ["AsyncStd.Sync"] = "Locks and signals: [locks](../locks.md).",
        ["AsyncStd.Task"] = "Tasks, scopes, groups, combinators: [tasks](../tasks.md), [scopes](../scopes.md), [several things at once](../combinators.md).",
    };

    /// <summary>Writes all pages, by their paths below <c>docs/api</c>.</summary>
    public static SortedDictionary<string, string> Write()
    {
        var catalog = new ReferenceCatalog();
        var comments = new DocComments();
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["README.md"] = Index(catalog) };
        foreach (var space in catalog.Types.GroupBy(type => type.Namespace))
        {
            pages[$"{space.Key}/README.md"] = NamespacePage(space.Key, [.. space], catalog, comments);
            foreach (var type in space)
            {
                pages[type.Page] = new TypePage(type, catalog, comments).Write();
            }
        }

        return pages;
    }

    private static string Index(ReferenceCatalog catalog)
    {
        var text = new StringBuilder("""
            # API reference

            Generated from the documentation comments of the library; a test compares. What a type or member is for, and how the parts go together, is told in
            [the book](../README.md). All of it as one text, for reviews: [AsyncStd.txt](../../api/AsyncStd.txt).

            | namespace | types | what it holds |
            |---|---:|---|

            """.ReplaceLineEndings("\n"));
        foreach (var space in catalog.Types.CountBy(type => type.Namespace))
        {
            text.Append($"| [{space.Key}]({space.Key}/README.md) | {space.Value} | {s_about[space.Key]} |\n");
        }

        return text.ToString();
    }

    private static string NamespacePage(string name, IReadOnlyList<ReferenceType> types, ReferenceCatalog catalog, DocComments comments)
    {
        var markdown = new DocMarkdown(catalog, name);
        var text = new StringBuilder($"# {name}\n\n{s_about[name].Replace("](../", "](../../")}\n\nIn the [API reference](../README.md).\n\n| type | |\n|---|---|\n");
        foreach (var type in types)
        {
            var summary = comments.Read(type.Id, type.Type).Elements.FirstOrDefault(element => element.Name == "summary");
            text.Append($"| {MarkdownText.Cell(catalog.Mention(type.Id, name))} | {MarkdownText.Cell(summary is null ? "" : markdown.Line(summary))} |\n");
        }

        return text.ToString();
    }
}
