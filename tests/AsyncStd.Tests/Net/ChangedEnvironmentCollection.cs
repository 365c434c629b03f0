namespace AsyncStdTests.Net;

/// <summary>Tests that change what the C library finds in the environment run alone: it may be read meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChangedEnvironmentCollection
{
    public const string Name = "changed environment";
}
