namespace AsyncStdTests.ApiSnapshot.Reference;

using System.Text;
using AsyncStdTests.Parity;

/// <summary>Writes docs/parity.md: the list of docs/parity.tsv, to be read.</summary>
internal static class ParityPage
{
    // What the list says for each way in which an item can be here, in the order in which a module's items are counted.
    private static readonly (string Status, string Word)[] s_statuses =
        [("done", "here"), ("idiom", "idiom"), ("none", "no meaning"), ("planned", "planned")];

    public static string Write()
    {
        var rows = ParityList.Read();
        var catalog = new ReferenceCatalog();
        var text = new StringBuilder("""
            # Item by item: async-std and AsyncStd

            Each public item of async-std 1.13, with its examples and tests, and what it is here. Generated from [parity.tsv](parity.tsv); tests hold that
            list against the library: what is *here* must exist, be documented and be called by a test, and the types
            and members that an *idiom* names must exist.

            * **here**: the member, class or file that does it.
            * **idiom**: .NET already has what serves, and this library adds no second one.
            * **no meaning**: there is nothing to ask for in .NET. The note says why.
            * **planned**: not there yet.


            """.ReplaceLineEndings("\n"));
        AppendCounts(text, rows);
        foreach (var module in rows.GroupBy(row => row.Module))
        {
            text.Append($"\n## {module.Key}\n\n| item | kind | | in AsyncStd | |\n|---|---|---|---|---|\n");
            foreach (var row in module)
            {
                var word = s_statuses.Single(status => status.Status == row.Status).Word;
                text.Append($"| {Cell(MarkdownText.Code(row.Item))} | {Cell(row.Kind)} | {word} | {Cell(Here(row, catalog))} | {Cell(MarkdownText.Plain(row.Note))} |\n");
            }
        }

        return text.ToString();
    }

    private static void AppendCounts(StringBuilder text, IReadOnlyList<ParityRow> rows)
    {
        text.Append($"| module | items | {string.Join(" | ", s_statuses.Select(status => status.Word))} |\n|---|---:{string.Concat(s_statuses.Select(_ => "|---:"))}|\n");
        foreach (var module in rows.GroupBy(row => row.Module))
        {
            text.Append($"| [{module.Key}](#{MarkdownText.Anchor(module.Key)}) | {Counts([.. module])} |\n");
        }

        text.Append($"| **all** | {Counts(rows)} |\n");
    }

    private static string Counts(IReadOnlyList<ParityRow> rows)
        => string.Join(" | ", s_statuses.Select(status => rows.Count(row => row.Status == status.Status)).Prepend(rows.Count));

    private static string Here(ParityRow row, ReferenceCatalog catalog) => row switch
    {
        { IsDone: true, NamesAPath: true } => $"[{row.Name}](../{row.Name})",
        { IsDone: true } => catalog.Mention(row.Name, "").Replace("](", "](api/"),
        { Name: "" } => "",
        _ => MarkdownText.Code(row.Name),
    };

    private static string Cell(string text) => MarkdownText.Cell(text);
}
