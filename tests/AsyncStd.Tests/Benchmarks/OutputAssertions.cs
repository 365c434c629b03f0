namespace AsyncStdTests.Benchmarks;

using System.Text.Json;

internal static class OutputAssertions
{
    private static readonly string[] s_figures =
        ["ops", "seconds", "ns_per_op", "cpu_ns_per_op", "alloc_bytes_per_op", "gen0", "rss_mb"];

    public static string ShouldHaveSingleLine(this string output) => output.Lines().ShouldHaveSingleItem();

    public static string[] Lines(this string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The line holds the figures that every workload has, and those that only this one has, as names or as <c>name=value</c>.</summary>
    public static void ShouldHaveFiguresOf(this string line, string workload, params string[] ownFigures)
    {
        using var document = JsonDocument.Parse(line);
        var result = document.RootElement;
        string[][] own = [.. ownFigures.Select(figure => figure.Split('='))];

        result.GetProperty("program").GetString().ShouldBe("asyncstd");
        result.GetProperty("workload").GetString().ShouldBe(workload);
        result.GetProperty("ops").GetInt64().ShouldBePositive();
        result.GetProperty("ns_per_op").GetDouble().ShouldBePositive();
        result.EnumerateObject().Select(figure => figure.Name).Distinct().ShouldBe(
            ["program", "workload", .. s_figures, .. own.Select(figure => figure[0]).Except(s_figures)]);
        result.EnumerateObject().Skip(2).ShouldAllBe(figure => figure.Value.ValueKind == JsonValueKind.Number);
        foreach (string[] figure in own.Where(figure => figure.Length == 2))
        {
            result.GetProperty(figure[0]).GetRawText().ShouldBe(figure[1], figure[0]);
        }
    }
}
