namespace AsyncStdBenchmarks;

using AsyncStdBenchmarks.Micro;
using AsyncStdBenchmarks.Workloads;
using BenchmarkDotNet.Running;

/// <summary>With <c>--workload</c>: runs one workload and prints one line of JSON. With <c>--once</c>: runs the benchmarks of plain code once. Otherwise everything goes to BenchmarkDotNet.</summary>
internal static class Program
{
    private const int UsageExitCode = 2;
    private const int UnknownWorkloadExitCode = 3;

    private static int Main(string[] arguments)
    {
        if (arguments is [OnceCommand.Switch])
        {
            OnceCommand.Run(Console.Out);
            return 0;
        }

        if (!arguments.Contains(WorkloadCommand.Switch))
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
            return 0;
        }

        if (!WorkloadCommand.TryParse(arguments, out WorkloadCommand? command))
        {
            Console.Error.WriteLine(WorkloadCommand.Usage);
            return UsageExitCode;
        }

        if (!WorkloadCatalog.TryFind(command.Workload, out Workload? workload))
        {
            Console.Error.WriteLine($"There is no workload '{command.Workload}'; there are {string.Join(", ", WorkloadCatalog.Names)}.");
            return UnknownWorkloadExitCode;
        }

        if (command.WarmUp && workload.NeedsWarmUp)
        {
            WarmUp.Run(workload, command.Size);
        }

        Console.WriteLine(Measurement.Of(workload, command.Size).ToJson(command.Workload));

        // Tasks that sleep for an hour are still there; nobody waits for them.
        Environment.Exit(0);
        return 0;
    }
}
