namespace AsyncStd.Hosting;

using AsyncStd.Runtimes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Task = System.Threading.Tasks.Task;

/// <summary>Starts the runtime before everything else of the host, and drains it after.</summary>
internal sealed class RuntimeService(Runtime runtime, ILogger<RuntimeService> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        runtime.UnhandledException += OnUnhandled;
        logger.Started(runtime.Name, runtime.Executor, runtime.Network.Name);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        ShutdownReport report = await runtime.ShutdownAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        runtime.UnhandledException -= OnUnhandled;
        if (report.Dump is null)
        {
            logger.Ended(runtime.Name);
        }
        else
        {
            logger.EndedWithout(report.ToString());
        }
    }

    private void OnUnhandled(object? sender, UnhandledTaskExceptionEventArgs e) => logger.Unhandled(e.Task ?? "without a name", e.SpawnSite ?? "an unknown place", runtime.Name, e.Exception);
}
