namespace AsyncStd.Runtimes;

/// <summary>How a runtime ended.</summary>
/// <param name="Runtime">The runtime's name.</param>
/// <param name="Unfinished">The tasks that did not end although they were asked to; empty if all went well.</param>
public sealed record ShutdownReport(string Runtime, IReadOnlyList<UnfinishedTask> Unfinished)
{
    private const int MaxListed = 20;

    /// <summary>A sentence, and a line for each of the first tasks.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString()
    {
        if (Unfinished.Count == 0)
        {
            return $"Runtime '{Runtime}' ended; so did all its tasks.";
        }

        IEnumerable<string> lines = Unfinished.Take(MaxListed).Select(task => task.ToString());
        string rest = Unfinished.Count > MaxListed ? $"{Environment.NewLine}  … and {Unfinished.Count - MaxListed} more" : "";
        return $"Runtime '{Runtime}' ended without {Unfinished.Count} of its tasks, which did not stop when asked:"
            + string.Concat(lines.Select(line => Environment.NewLine + "  " + line)) + rest;
    }
}
