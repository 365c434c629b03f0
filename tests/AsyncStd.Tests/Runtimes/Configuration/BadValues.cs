namespace AsyncStdTests.Runtimes.Configuration;

using AsyncStd.Runtimes.Configuration;

/// <summary>Every option that text can set, with every kind of text that it must refuse.</summary>
internal static class BadValues
{
    private static readonly string[] s_forEveryNumber =
        ["-1", "abc", "", " ", "1e9", "1000000000", " 4", "4 ", "+4", "4.0", "0x10", "1,000", "2147483648", "99999999999999999999", "４"];

    private static readonly string[] s_forEveryName = ["0", "-1", "abc", "", " ", "1e9", " auto", "work-stealing ", "Work-Stealing", "tokio"];

    public static IEnumerable<(OptionDefinition Option, string Value)> All()
        => OptionTable.All.SelectMany(option => For(option).Select(value => (option, value)));

    private static IEnumerable<string> For(OptionDefinition option) => option.Type switch
    {
        "name" => s_forEveryName,
        "text" => ["", new string('x', 129), "with a NUL\0"],
        _ when option.Allowed.Contains("from 1 ", StringComparison.Ordinal) => [.. s_forEveryNumber, "0"],
        _ => s_forEveryNumber,
    };
}
