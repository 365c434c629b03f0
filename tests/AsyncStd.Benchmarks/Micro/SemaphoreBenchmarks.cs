namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Sync;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

/// <summary>Tasks of the thread pool that share few permits, without a runtime of ours; they give way while they hold one, or do not.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class SemaphoreBenchmarks : PlainBenchmarks
{
    private const int Operations = 10_000;
    private const int Permits = 2;
    private const int Tasks = 10;

    private readonly AsyncSemaphore _semaphore = new(Permits);
    private readonly SemaphoreSlim _slim = new(Permits, Permits);
    private long _count;

    [BenchmarkCategory("yield"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task SemaphoreSlim_held_across_a_yield() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            await _slim.WaitAsync();
            await Task.Yield();
            _slim.Release();
        }
    });

    [BenchmarkCategory("yield"), Benchmark(OperationsPerInvoke = Operations)]
    public Task AsyncSemaphore_held_across_a_yield() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            using var permit = await _semaphore.AcquireAsync();
            await Task.Yield();
        }
    });

    [BenchmarkCategory("short"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task SemaphoreSlim_held_shortly() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            await _slim.WaitAsync();
            Interlocked.Increment(ref _count);
            _slim.Release();
        }
    });

    [BenchmarkCategory("short"), Benchmark(OperationsPerInvoke = Operations)]
    public Task AsyncSemaphore_held_shortly() => RunAll(Tasks, async () =>
    {
        for (int i = 0; i < Operations / Tasks; i++)
        {
            using var permit = await _semaphore.AcquireAsync();
            Interlocked.Increment(ref _count);
        }
    });
}
