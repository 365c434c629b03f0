namespace AsyncStdTests.Benchmarks;

internal static class OutputAssertions
{
    public static string ShouldHaveSingleLine(this string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ShouldHaveSingleItem();
}
