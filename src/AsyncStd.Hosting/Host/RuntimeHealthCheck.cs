namespace AsyncStd.Hosting;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using Microsoft.Extensions.Diagnostics.HealthChecks;

/// <summary>Asks the runtime to run a task. It is healthy if that is done soon, degraded if all its workers stay blocked and others work in their place, and unhealthy if
/// nothing runs.</summary>
internal sealed class RuntimeHealthCheck(Runtime runtime) : IHealthCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>A lock that others hold, or code that is being compiled, blocks for a moment: that is nobody's illness.</summary>
    private static readonly TimeSpan s_secondLook = TimeSpan.FromMilliseconds(250);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        JoinHandle<bool> probe = runtime.Spawn(static () => true, "health check");
        try
        {
            await probe.AsTask().WaitAsync(s_patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            probe.Cancel();
            return new HealthCheckResult(
                context.Registration.FailureStatus, $"Runtime '{runtime.Name}' did not run a task within {s_patience.TotalSeconds} s.", e, Data(runtime.Metrics));
        }

        RuntimeMetrics metrics = runtime.Metrics;
        if (AllAreBlocked(metrics))
        {
            await System.Threading.Tasks.Task.Delay(s_secondLook, runtime.Clock, cancellationToken).ConfigureAwait(false);
            metrics = runtime.Metrics;
        }

        return AllAreBlocked(metrics)
            ? HealthCheckResult.Degraded($"All {metrics.Workers} workers of runtime '{runtime.Name}' are blocked.", null, Data(metrics))
            : HealthCheckResult.Healthy($"Runtime '{runtime.Name}' runs.", Data(metrics));
    }

    private static bool AllAreBlocked(RuntimeMetrics metrics) => metrics.BlockedWorkers > 0 && metrics.BlockedWorkers >= metrics.Workers;

    private static Dictionary<string, object> Data(RuntimeMetrics metrics) => new()
    {
        ["workers"] = metrics.Workers,
        ["workers.blocked"] = metrics.BlockedWorkers,
        ["queue.length"] = metrics.QueueLength,
        ["tasks.alive"] = metrics.TasksAlive,
    };
}
