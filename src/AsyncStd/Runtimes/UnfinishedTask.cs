namespace AsyncStd.Runtimes;

/// <summary>A task that has not ended: when its runtime did, or up to now.</summary>
/// <param name="Name">The name, or what the body is called.</param>
/// <param name="SpawnSite">Where it was spawned, as <c>file:line</c>, if that is known.</param>
/// <param name="Awaits">What its root frame waits for, if that is one of our operations.</param>
public sealed record UnfinishedTask(string Name, string? SpawnSite, string? Awaits)
{
    /// <summary>One line.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString()
        => $"'{Name}'" + (SpawnSite is null ? "" : $" spawned at {SpawnSite}") + (Awaits is null ? "" : $", waits for {Awaits}");
}
