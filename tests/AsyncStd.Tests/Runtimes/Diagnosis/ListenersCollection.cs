namespace AsyncStdTests.Runtimes.Diagnosis;

/// <summary>Tests with listeners run alone: whoever listens hears of everybody's tasks, and has them pay for it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ListenersCollection
{
    public const string Name = "listeners";
}
