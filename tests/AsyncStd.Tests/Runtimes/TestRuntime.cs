namespace AsyncStdTests.Runtimes;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Executors;

/// <summary>Builders that see nothing of the process's own environment.</summary>
internal static class TestRuntime
{
    public static RuntimeBuilder Builder(params (string Name, string? Value)[] variables)
        => new RuntimeBuilder().UseEnvironment(variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    /// <summary>A thread that has to wait for a processor looks like one that blocks: no temporary worker comes for it.</summary>
    /// <remarks>An executor of another kind has none.</remarks>
    public static Runtime WithoutHelp(this Runtime runtime)
    {
        if (runtime is WorkStealingRuntime workers)
        {
            workers.CallsTemporaryWorkers = false;
        }

        return runtime;
    }

    /// <summary>The same, and sections, which in these tests never wait for anything, are not taken for long ones.</summary>
    public static Runtime Steady(this Runtime runtime)
    {
        if (runtime is WorkStealingRuntime workers)
        {
            workers.TakesOver = false;
        }

        return runtime.WithoutHelp();
    }
}
