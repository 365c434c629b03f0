namespace AsyncStdTests.Parity;

using AsyncStdTests.Repository;

/// <summary>Reads docs/parity.tsv.</summary>
internal static class ParityList
{
    public const string Header = "module\titem\tkind\tstatus\tname\tnote";

    public static string[] ReadLines() => File.ReadAllLines(RepositoryFolder.PathOf("docs", "parity.tsv"));

    public static ParityRow[] Read() => [.. ReadLines().Skip(1).Select(Parse)];

    private static ParityRow Parse(string line, int index) => line.Split('\t') switch
    {
        [var module, var item, var kind, var status, var name, var note] => new(index + 2, module, item, kind, status, name, note),
        var fields => throw new FormatException($"Line {index + 2} of docs/parity.tsv has {fields.Length} fields instead of 6: {line}"),
    };
}
