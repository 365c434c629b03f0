namespace AsyncStdTests.Runtimes.Executors;

/// <summary>Tests in which no thread can be started run alone: everybody else starts some.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RefusedThreadsCollection
{
    public const string Name = "refused threads";
}
