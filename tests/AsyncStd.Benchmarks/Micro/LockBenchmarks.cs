namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Sync;
using BenchmarkDotNet.Attributes;

/// <summary>The locks awaited from plain code on the thread pool, without a runtime of ours, beside the BCL's only lock that is awaited.</summary>
[MemoryDiagnoser]
public class LockBenchmarks : PlainBenchmarks
{
    private const int Operations = 10_000;
    private const int Tasks = 4;

    private readonly Mutex<long> _mutex = new(0);
    private readonly RwLock<long> _rwLock = new(0);
    private readonly AsyncSemaphore _semaphore = new(1);
    private readonly SemaphoreSlim _slim = new(1, 1);
    private long _count;

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public async Task SemaphoreSlim_free()
    {
        for (int i = 0; i < Operations; i++)
        {
            await _slim.WaitAsync();
            _count++;
            _slim.Release();
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task Mutex_free()
    {
        for (int i = 0; i < Operations; i++)
        {
            using var guard = await _mutex.LockAsync();
            guard.Value++;
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task RwLock_free_to_read()
    {
        for (int i = 0; i < Operations; i++)
        {
            using var guard = await _rwLock.ReadAsync();
            _count += guard.Value;
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task RwLock_free_to_write()
    {
        for (int i = 0; i < Operations; i++)
        {
            using var guard = await _rwLock.WriteAsync();
            guard.Value++;
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public async Task AsyncSemaphore_free()
    {
        for (int i = 0; i < Operations; i++)
        {
            using var permit = await _semaphore.AcquireAsync();
            _count++;
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task SemaphoreSlim_held_across_a_yield() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            await _slim.WaitAsync();
            _count++;
            await Task.Yield();
            _slim.Release();
        }
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Mutex_held_across_a_yield() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            using var guard = await _mutex.LockAsync();
            guard.Value++;
            await Task.Yield();
        }
    });
}
