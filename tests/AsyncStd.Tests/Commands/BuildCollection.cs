namespace AsyncStdTests.Commands;

/// <summary>Tests that start builds run alone, after the others: they take both cores and would disturb timings.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BuildCollection
{
    public const string Name = "builds";
}
