namespace Samples.Tour;

/// <summary>What a pass has cost.</summary>
/// <param name="Wall">From its begin to its end.</param>
/// <param name="Cpu">Processor time of the whole process, in user and kernel mode.</param>
/// <param name="Memory">By how many bytes the working set was above what it was at the begin, at most.</param>
internal sealed record Figures(TimeSpan Wall, TimeSpan Cpu, long Memory)
{
    /// <summary>The medians of each figure, by itself.</summary>
    public static Figures MedianOf(IReadOnlyList<Figures> rounds) => new(
        Median(rounds, each => each.Wall),
        Median(rounds, each => each.Cpu),
        Median(rounds, each => each.Memory));

    private static T Median<T>(IReadOnlyList<Figures> rounds, Func<Figures, T> figure)
        => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
}
