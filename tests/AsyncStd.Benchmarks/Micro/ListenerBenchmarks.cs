namespace AsyncStdBenchmarks.Micro;

using System.Diagnostics;
using System.Diagnostics.Tracing;
using AsyncStd.Prelude;
using AsyncStd.Task;
using BenchmarkDotNet.Attributes;

/// <summary>What it costs a task, spawned and joined, that somebody listens; and that somebody might.</summary>
[MemoryDiagnoser]
public class ListenerBenchmarks
{
    private const int BatchSize = 10_000;
    private const string SourceName = "AsyncStd";

    private readonly JoinHandle[] _handles = new JoinHandle[BatchSize];
    private IDisposable? _listener;

    [ParamsAllValues]
    public ListenerKind Listener { get; set; }

    [GlobalSetup]
    public void Listen() => _listener = Listener switch
    {
        ListenerKind.Events => new Hearer(),
        ListenerKind.Spans => Trace(),
        _ => null,
    };

    [GlobalCleanup]
    public void Stop() => _listener?.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = BatchSize)]
    public void Spawn() => Task.BlockOn(SpawnAsync(null));

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public void SpawnNamed() => Task.BlockOn(SpawnAsync("benchmark"));

    private static ActivityListener Trace()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private async JoinHandle SpawnAsync(string? name)
    {
        for (int i = 0; i < BatchSize; i++)
        {
            _handles[i] = Task.Spawn(static async () => { }, name);
        }

        foreach (JoinHandle handle in _handles)
        {
            await handle;
        }
    }

    /// <summary>Has each event made, and does nothing with it.</summary>
    private sealed class Hearer : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == SourceName)
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }
    }
}
