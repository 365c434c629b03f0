namespace AsyncStdTests.Documentation;

using AsyncStdTests.Repository;

/// <summary>One row of the table in docs/configuration.md.</summary>
internal sealed record ConfigurationRow(string Variable, string Key, string Type, string Default, string Range, string Effect);

/// <summary>Reads the table in docs/configuration.md.</summary>
internal static class ConfigurationTable
{
    private const string Header = "| variable | key | type | default | range | what it does |";

    public static IReadOnlyList<ConfigurationRow> Read() =>
    [
        .. File.ReadLines(RepositoryFolder.PathOf("docs", "configuration.md"))
            .SkipWhile(line => line != Header)
            .Skip(2) // the header and the line below it
            .TakeWhile(line => line.StartsWith('|'))
            .Select(Row),
    ];

    private static ConfigurationRow Row(string line)
    {
        var cells = line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();

        return new ConfigurationRow(cells[0].Trim('`'), cells[1].Trim('`'), cells[2], cells[3], cells[4], cells[5]);
    }
}
