namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using System.Text.Json.Nodes;

/// <summary>One timed run.</summary>
internal sealed class Measurement
{
    private readonly WorkloadResult _result;
    private readonly double _seconds;
    private readonly double _cpuSeconds;
    private readonly long _allocatedBytes;
    private readonly int _collections;

    private Measurement(WorkloadResult result, double seconds, double cpuSeconds, long allocatedBytes, int collections)
    {
        _result = result;
        _seconds = result.Seconds ?? seconds;
        _cpuSeconds = cpuSeconds;
        _allocatedBytes = allocatedBytes;
        _collections = collections;
    }

    public static Measurement Of(Workload workload, long size)
    {
        GC.Collect();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        int collections = GC.CollectionCount(0);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long begin = Stopwatch.GetTimestamp();

        WorkloadResult result = workload.Run(size, false);

        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new Measurement(result, elapsed.TotalSeconds, cpu.TotalSeconds, allocated, GC.CollectionCount(0) - collections);
    }

    public string ToJson(string workload)
    {
        double operations = _result.Operations;
        var line = new JsonObject
        {
            ["program"] = "asyncstd",
            ["workload"] = workload,
            ["ops"] = _result.Operations,
            ["seconds"] = Math.Round(_seconds, 6),
            ["ns_per_op"] = Math.Round(_seconds * 1e9 / operations, 3),
            ["cpu_ns_per_op"] = Math.Round(_cpuSeconds * 1e9 / operations, 3),
            ["alloc_bytes_per_op"] = Math.Round(_allocatedBytes / operations, 2),
            ["gen0"] = _collections,
            ["rss_mb"] = Math.Round(ProcessMemory.PeakResident / 1048576.0, 1),
        };
        foreach ((string name, double value) in _result.Extras)
        {
            line[name] = Math.Round(value, 3);
        }

        return line.ToJsonString();
    }
}
