namespace AsyncStd.Runtimes;

/// <summary>How a runtime ended.</summary>
/// <param name="Runtime">The runtime's name.</param>
/// <param name="Dump">What was left when it ended: tasks that did not stop when asked, <c>async void</c> methods, posted callbacks. Null if nothing was.</param>
public sealed record ShutdownReport(string Runtime, RuntimeDump? Dump)
{
    /// <summary>The tasks that did not end although they were asked to; empty if all went well.</summary>
    public IReadOnlyList<DumpedTask> Unfinished { get; } = Dump is null ? [] : [.. Dump.Tasks.Where(task => task.State != TaskState.Open)];

    private const int MaxLines = 40;

    /// <summary>A sentence, and the tree of the tasks that are left, or of the first of them.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => Dump switch
    {
        null => $"Runtime '{Runtime}' ended; so did all its tasks.",
        { Total: 0 } => $"Runtime '{Runtime}' ended; so did all its tasks, but not {Dump.Anonymous} async void methods or posted callbacks.",
        _ => $"Runtime '{Runtime}' ended without {(Dump.Total == 1 ? "one" : Dump.Total)} of its tasks, which did not stop when asked:{Environment.NewLine}{new DumpText(Dump).Write(MaxLines).TrimEnd()}",
    };
}
