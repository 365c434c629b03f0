namespace AsyncStdConformance.Scale;

/// <summary>Tests that count the process's threads, or fill the machine, run with no other beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
