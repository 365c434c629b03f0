namespace AsyncStdTests.Benchmarks;

using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

/// <summary>Runs the benchmark program as it was built beside these tests.</summary>
internal static class WorkloadProgram
{
    public static CommandResult Run(params string[] arguments)
    {
        var program = RepositoryFolder.PathOf("tests", "AsyncStd.Benchmarks", "bin", BuildFacts.Configuration, "net10.0", "AsyncStd.Benchmarks.dll");

        return ChildProcess.Dotnet(RepositoryFolder.PathOf(), ["exec", program, .. arguments]);
    }
}
