namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Sync;
using BenchmarkDotNet.Attributes;

/// <summary>Tasks of the thread pool that count under one lock and give way nowhere, without a runtime of ours: few and many of them.</summary>
[MemoryDiagnoser]
public class ContentionBenchmarks : PlainBenchmarks
{
    private const int Operations = 20_000;

    private readonly Mutex<long> _mutex = new(0);
    private readonly RwLock<long> _rwLock = new(0);
    private readonly AsyncSemaphore _semaphore = new(1);
    private readonly SemaphoreSlim _slim = new(1, 1);
    private long _count;

    [Params(4, 100)]
    public int Tasks { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task SemaphoreSlim_contended() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            await _slim.WaitAsync();
            _count++;
            _slim.Release();
        }
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task Mutex_contended() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            using var guard = await _mutex.LockAsync();
            guard.Value++;
        }
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task RwLock_contended_to_write() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            using var guard = await _rwLock.WriteAsync();
            guard.Value++;
        }
    });

    [Benchmark(OperationsPerInvoke = Operations)]
    public Task AsyncSemaphore_contended() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            using var permit = await _semaphore.AcquireAsync();
            _count++;
        }
    });
}
