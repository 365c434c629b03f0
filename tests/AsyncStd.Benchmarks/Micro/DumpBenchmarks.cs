namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using BenchmarkDotNet.Attributes;

/// <summary>What a dump costs, while many tasks sleep.</summary>
[MemoryDiagnoser]
public class DumpBenchmarks
{
    private Runtime _runtime = null!;
    private RuntimeDump _dump = null!;

    [Params(10_000, 1_000_000)]
    public int Tasks { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _runtime = new RuntimeBuilder().Build();
        _runtime.BlockOn(async () =>
        {
            for (int i = 0; i < Tasks; i++)
            {
                Runtime.Current.Spawn(static async () => await Task.Sleep(TimeSpan.FromHours(1))).Detach();
                if (i % 1000 == 0)
                {
                    await Task.YieldNow();
                }
            }
        });
        _dump = _runtime.Dump();
    }

    [GlobalCleanup]
    public Task<ShutdownReport> Stop() => _runtime.ShutdownAsync(TimeSpan.Zero);

    [Benchmark]
    public RuntimeDump Dump() => _runtime.Dump();

    [Benchmark]
    public string Text() => _dump.ToString();

    [Benchmark]
    public string Json() => _dump.ToJson();
}
