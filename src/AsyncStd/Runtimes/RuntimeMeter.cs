namespace AsyncStd.Runtimes;

using System.Diagnostics.Metrics;

/// <summary>The counts of all runtimes as a <see cref="Meter"/> named <c>AsyncStd</c>, tagged with the runtime's name. Read only when somebody listens.</summary>
internal static class RuntimeMeter
{
    private static readonly Meter s_meter = CreateMeter();

    /// <summary>Makes the meter known.</summary>
    public static void EnsureMade() => GC.KeepAlive(s_meter);

    private static Meter CreateMeter()
    {
        var meter = new Meter("AsyncStd");
        Gauge("asyncstd.workers", "{thread}", "Worker threads there are now.", metrics => metrics.Workers);
        Gauge("asyncstd.workers.parked", "{thread}", "Workers whose threads sleep.", metrics => metrics.ParkedWorkers);
        Gauge("asyncstd.queue.length", "{item}", "Items that wait to run.", metrics => metrics.QueueLength);
        Gauge("asyncstd.queue.global_length", "{item}", "Of those, items in the queue that belongs to no worker.", metrics => metrics.GlobalQueueLength);
        Gauge("asyncstd.tasks.alive", "{task}", "Tasks that have not ended.", metrics => metrics.TasksAlive);
        Gauge("asyncstd.timers", "{timer}", "Timers that run.", metrics => metrics.Timers);
        Gauge("asyncstd.blocking.threads", "{thread}", "Spare threads for calls that block.", metrics => metrics.BlockingThreads);
        Gauge("asyncstd.blocking.outstanding", "{call}", "Blocking calls that wait or run.", metrics => metrics.BlockingOutstanding);
        Gauge("asyncstd.workers.blocked", "{thread}", "Workers that are blocked by a slice which had not said so.", metrics => metrics.BlockedWorkers);
        Gauge("asyncstd.workers.temporary", "{thread}", "Threads that run tasks because all workers are stuck.", metrics => metrics.TemporaryWorkers);
        Counter("asyncstd.blocking.sections", "{call}", "Blocking calls that a worker made itself.", metrics => metrics.BlockingSections);
        Counter("asyncstd.blocking.hand_overs", "{call}", "Of those, calls that lasted, so that another thread took the worker over.", metrics => metrics.BlockingHandOvers);
        Counter("asyncstd.blocking.detected", "{slice}", "Slices that were found blocking their thread.", metrics => metrics.BlockingDetected);
        Counter("asyncstd.tasks.started", "{task}", "Tasks ever spawned.", metrics => metrics.TasksStarted);
        Counter("asyncstd.tasks.abandoned", "{task}", "Tasks that were left running because they would not stop.", metrics => metrics.TasksAbandoned);
        Counter("asyncstd.polls", "{slice}", "Slices that were run.", metrics => metrics.Polls);
        Counter("asyncstd.steals", "{item}", "Items that a worker took from another one's queue.", metrics => metrics.Steals);
        Counter("asyncstd.parks", "{park}", "Times that a worker's thread went to sleep.", metrics => metrics.Parks);
        return meter;

        void Gauge(string name, string unit, string description, Func<RuntimeMetrics, long> read)
            => meter.CreateObservableUpDownCounter(name, () => Read(read), unit, description);

        void Counter(string name, string unit, string description, Func<RuntimeMetrics, long> read)
            => meter.CreateObservableCounter(name, () => Read(read), unit, description);
    }

    private static List<Measurement<long>> Read(Func<RuntimeMetrics, long> read)
    {
        var measurements = new List<Measurement<long>>();
        foreach (Runtime runtime in LiveRuntimes.All)
        {
            measurements.Add(new Measurement<long>(read(runtime.Metrics), new KeyValuePair<string, object?>("runtime", runtime.Name)));
        }

        return measurements;
    }
}
