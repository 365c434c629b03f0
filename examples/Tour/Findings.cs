namespace Samples.Tour;

/// <summary>What the stages have found so far; each goes on from what those before it have left here.</summary>
internal sealed class Findings
{
    public IReadOnlyList<string> Files { get; set; } = [];

    public Tally Tally { get; set; } = new([], []);

    public WordIndex Index { get; set; } = new([], []);
}
