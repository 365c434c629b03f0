namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Sync;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

/// <summary>Tasks of the thread pool that read, and now and then write, without a runtime of ours, beside what the BCL has for it.</summary>
/// <remarks>A task leaves its scheduler pair at each await, so no row of the pair gives way while it reads or writes.</remarks>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)]
public class ReadWriteBenchmarks : PlainBenchmarks
{
    private const int Operations = 10_000;
    private const int Tasks = 4;

    /// <summary>Keeps the reads alive; one for each thread, so that they do not meet here.</summary>
    [ThreadStatic]
    private static long t_seen;

    private readonly RwLock<long> _rwLock = new(0);
    private readonly SemaphoreSlim _slim = new(1, 1);
    private readonly ConcurrentExclusiveSchedulerPair _pair = new();
    private long _value;

    /// <summary>Of so many operations one writes.</summary>
    [Params(2, 20)]
    public int WriteEach { get; set; }

    [BenchmarkCategory("short"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task SemaphoreSlim_held_shortly() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            await _slim.WaitAsync();
            ReadOrWrite(i);
            _slim.Release();
        }
    });

    [BenchmarkCategory("short"), Benchmark(OperationsPerInvoke = Operations)]
    public Task SchedulerPair_held_shortly()
    {
        var readers = new TaskFactory(_pair.ConcurrentScheduler);
        var writers = new TaskFactory(_pair.ExclusiveScheduler);
        Action<object?> readOrWrite = i => ReadOrWrite((int)i!);
        return RunAll(Tasks, async () =>
        {
            for (int i = 0; i < Operations / Tasks; i++)
            {
                await (IsWrite(i) ? writers : readers).StartNew(readOrWrite, i);
            }
        });
    }

    [BenchmarkCategory("short"), Benchmark(OperationsPerInvoke = Operations)]
    public Task RwLock_held_shortly() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            if (IsWrite(i))
            {
                using var guard = await _rwLock.WriteAsync();
                guard.Value++;
            }
            else
            {
                using var guard = await _rwLock.ReadAsync();
                Volatile.Write(ref t_seen, guard.Value);
            }
        }
    });

    [BenchmarkCategory("yield"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task SemaphoreSlim_held_across_a_yield() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            await _slim.WaitAsync();
            await Task.Yield();
            ReadOrWrite(i);
            _slim.Release();
        }
    });

    [BenchmarkCategory("yield"), Benchmark(OperationsPerInvoke = Operations)]
    public Task RwLock_held_across_a_yield() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            if (IsWrite(i))
            {
                using var guard = await _rwLock.WriteAsync();
                await Task.Yield();
                guard.Value++;
            }
            else
            {
                using var guard = await _rwLock.ReadAsync();
                await Task.Yield();
                Volatile.Write(ref t_seen, guard.Value);
            }
        }
    });

    private bool IsWrite(int i) => i % WriteEach == 0;

    private void ReadOrWrite(int i)
    {
        if (IsWrite(i))
        {
            _value++;
        }
        else
        {
            Volatile.Write(ref t_seen, _value);
        }
    }
}
