namespace Samples.Tour;

using Spectre.Console;

/// <summary>What the tour says before and after.</summary>
internal sealed class Report(IAnsiConsole console)
{
    private const double Noise = 1.02; // what differs by less is called even

    public void WriteHead(IReadOnlyList<string> folders, string runtime)
    {
        console.MarkupLine($"[bold]AsyncStd tour[/] of {Markup.Escape(string.Join(" and ", folders))}");
        console.MarkupLine($"[grey]on {Markup.Escape(runtime)}[/]");
        console.WriteLine();
    }

    public void WriteTable(IReadOnlyList<StageResult> results, int rounds)
    {
        var table = new Table().Border(console.Profile.Capabilities.Ansi ? TableBorder.Rounded : TableBorder.Ascii)
            .AddColumn("stage")
            .AddColumn("form")
            .AddColumn("wall", column => column.RightAligned())
            .AddColumn("CPU", column => column.RightAligned())
            .AddColumn("peak memory", column => column.RightAligned())
            .AddColumn("wall ratio", column => column.RightAligned())
            .AddColumn("CPU ratio", column => column.RightAligned());
        table.ShowRowSeparators = true;
        foreach (var result in results)
        {
            table.AddRow(
                $"[bold]{result.Stage.Name}[/]\n[grey]{Markup.Escape(result.Outcome)}[/]",
                "blocking\n[green]AsyncStd[/]",
                Both(result, figures => Show.Time(figures.Wall)),
                Both(result, figures => Show.Time(figures.Cpu)),
                Both(result, figures => Show.Memory(figures.Memory)),
                Ratio(result.WallRatio),
                Ratio(result.CpuRatio));
        }

        console.Write(table);
        Line($"Medians of {rounds} round{(rounds == 1 ? "" : "s")} after a warm-up, both forms by turns in this process.");
        Line("Memory: the highest working set above the one at the begin.");
        Line("Ratio: blocking divided by AsyncStd; above 1, AsyncStd takes less.");
    }

    /// <summary>Where the library loses is part of the result.</summary>
    public void WriteSlower(IReadOnlyList<StageResult> results)
    {
        var slower = results.Where(result => result.WallRatio < 1 / Noise || result.CpuRatio < 1 / Noise).ToList();
        Line(slower.Count == 0 ? "AsyncStd was slower nowhere." : "AsyncStd was slower, or took more CPU, here:");
        foreach (var result in slower)
        {
            Line($"  {result.Stage.Name}: {Show.Ratio(1 / result.WallRatio)} the time, {Show.Ratio(1 / result.CpuRatio)} the CPU of the blocking form");
        }
    }

    public void WriteDifferences(IReadOnlyCollection<string> differences)
    {
        foreach (var difference in differences)
        {
            Line($"Different: {difference}");
        }
    }

    /// <summary>A line, however long: the console would break it at its width.</summary>
    public void Line(string text) => console.Profile.Out.Writer.WriteLine(text);

    private static string Both(StageResult result, Func<Figures, string> show) => $"{show(result.Blocking)}\n{show(result.AsyncStd)}";

    private static string Ratio(double ratio)
    {
        var color = ratio < 1 / Noise ? "red" : ratio > Noise ? "green" : "grey";

        return $"\n[{color}]{Show.Ratio(ratio)}[/]";
    }
}
