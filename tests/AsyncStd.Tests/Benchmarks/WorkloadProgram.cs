namespace AsyncStdTests.Benchmarks;

using AsyncStdTests.Commands;
using AsyncStdTests.Repository;

/// <summary>Runs the benchmark program as it was built beside these tests.</summary>
internal static class WorkloadProgram
{
    public static string Path => RepositoryFolder.PathOf("tests", "AsyncStd.Benchmarks", "bin", BuildFacts.Configuration, "net10.0", "AsyncStd.Benchmarks.dll");

    public static CommandResult Run(params string[] arguments) => ChildProcess.Dotnet(RepositoryFolder.PathOf(), ["exec", Path, .. arguments]);

    /// <summary>Runs one workload at once, as small as asked for.</summary>
    /// <param name="environment">Variables that tell the workload where its files are.</param>
    public static CommandResult Run(IReadOnlyDictionary<string, string> environment, string workload, int size) =>
        ChildProcess.Run(
            environment, ChildProcess.DotnetPath, RepositoryFolder.PathOf(), "exec", Path, "--workload", workload, "--size", $"{size}", "--no-warmup");
}
