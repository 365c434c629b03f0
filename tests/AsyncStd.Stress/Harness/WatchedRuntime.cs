namespace AsyncStdStress.Harness;

using AsyncStd.Runtimes;

/// <summary>Builds runtimes that depend on nothing but the scenario, and are described if it fails.</summary>
internal static class WatchedRuntime
{
    public static Runtime Build(Round round, RuntimeKind kind, int threads, Action<RuntimeOptions>? configure = null, Predicate<Exception>? isPlanned = null)
    {
        Runtime runtime = new RuntimeBuilder()
            .UseEnvironment(new Dictionary<string, string?>())
            .Name(round.Scenario)
            .Use(kind)
            .ThreadCount(threads)
            .ThreadName("stress")
            .Configure(options => configure?.Invoke(options))
            .Build();
        runtime.UnhandledException += (_, arguments) => round.Check(
            isPlanned?.Invoke(arguments.Exception) ?? false,
            $"unhandled exception in {arguments.Task}: {arguments.Exception}");
        round.Watched = runtime;
        return runtime;
    }
}
