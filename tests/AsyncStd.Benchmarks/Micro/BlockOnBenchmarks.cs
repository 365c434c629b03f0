namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Prelude;
using AsyncStd.Task;
using BenchmarkDotNet.Attributes;

/// <summary>A plain thread that waits: for what is ready, for a spawned function, for an async body.</summary>
[MemoryDiagnoser]
public class BlockOnBenchmarks
{
    private readonly long _number = 42;

    [Benchmark]
    public long Ready_GetResult() => ReadyAsync(_number).GetAwaiter().GetResult();

    [Benchmark]
    public long Ready_BlockOn() => Task.BlockOn(ReadyAsync(_number));

    [Benchmark]
    public long Spawned_TaskRun() => Task.Run(() => _number).GetAwaiter().GetResult();

    [Benchmark]
    public long Spawned_BlockOn() => Task.BlockOn(Task.Spawn(_number, static number => number));

    [Benchmark]
    public long AsyncBody_BlockOn() => Task.BlockOn(async () => _number);

    [Benchmark]
    public long JoinHandleMethod_BlockOn() => Task.BlockOn(SpawnedAsync(_number));

    private static async ValueTask<long> ReadyAsync(long number) => number;

    private static async JoinHandle<long> SpawnedAsync(long number) => number;
}
