namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Sync;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

/// <summary>Events that are set before somebody waits for them, from plain code without a runtime of ours, beside what the BCL has instead.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class EventBenchmarks : PlainBenchmarks
{
    private const int Operations = 10_000;

    private readonly SemaphoreSlim _slim = new(0);
    private readonly AsyncAutoResetEvent _autoReset = new();
    private readonly AsyncManualResetEvent _manualReset = new();
    private readonly Notify _notify = new();

    [BenchmarkCategory("one passes"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public async Task SemaphoreSlim_set_then_wait()
    {
        for (int i = 0; i < Operations; i++)
        {
            _slim.Release();
            await _slim.WaitAsync();
        }
    }

    [BenchmarkCategory("one passes"), Benchmark(OperationsPerInvoke = Operations)]
    public async Task AsyncAutoResetEvent_set_then_wait()
    {
        for (int i = 0; i < Operations; i++)
        {
            _autoReset.Set();
            await _autoReset.WaitAsync();
        }
    }

    [BenchmarkCategory("one passes"), Benchmark(OperationsPerInvoke = Operations)]
    public async Task Notify_set_then_wait()
    {
        for (int i = 0; i < Operations; i++)
        {
            _notify.NotifyOne();
            await _notify.WaitAsync();
        }
    }

    /// <summary>A source cannot be reset: each round has its own.</summary>
    [BenchmarkCategory("all pass"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public async Task TaskCompletionSource_set_then_wait()
    {
        for (int i = 0; i < Operations; i++)
        {
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            source.SetResult();
            await source.Task;
        }
    }

    [BenchmarkCategory("all pass"), Benchmark(OperationsPerInvoke = Operations)]
    public async Task AsyncManualResetEvent_set_then_wait()
    {
        for (int i = 0; i < Operations; i++)
        {
            _manualReset.Set();
            await _manualReset.WaitAsync();
            _manualReset.Reset();
        }
    }
}
