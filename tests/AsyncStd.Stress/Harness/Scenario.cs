namespace AsyncStdStress.Harness;

/// <summary>One kind of race, provoked again and again until the round is over.</summary>
internal abstract class Scenario
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is counted, in the plural.</summary>
    public abstract string Unit { get; }

    /// <summary>Runs until <see cref="Round.IsOver"/>. Reports progress at least every few seconds; a failure by <see cref="Round.Fail"/> or an exception.</summary>
    public abstract void Run(Round round);
}
