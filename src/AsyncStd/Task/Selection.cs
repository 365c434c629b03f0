namespace AsyncStd.Task;

/// <summary>What the <c>Selected</c> types share.</summary>
internal static class Selection
{
    public static T Result<T>(JoinHandle? winner, int index, int wanted)
        => winner is null ? throw new InvalidOperationException("Nothing was selected: this is a default value.")
            : index != wanted ? throw new InvalidOperationException($"Branch {index} won, not branch {wanted}; look at Index, or use Match.")
            : ((JoinHandle<T>)winner).GetResult();

    public static string Describe(JoinHandle? winner, int index) => winner is null ? "nothing was selected" : $"branch {index}: {winner.ResultObject}";
}
