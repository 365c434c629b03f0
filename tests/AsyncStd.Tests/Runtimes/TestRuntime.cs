namespace AsyncStdTests.Runtimes;

using AsyncStd.Runtimes;

/// <summary>Builders that see nothing of the process's own environment.</summary>
internal static class TestRuntime
{
    public static RuntimeBuilder Builder(params (string Name, string? Value)[] variables)
        => new RuntimeBuilder().UseEnvironment(variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
