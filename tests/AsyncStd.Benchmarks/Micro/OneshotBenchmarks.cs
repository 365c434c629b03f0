namespace AsyncStdBenchmarks.Micro;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

/// <summary>One value from one to another, made, sent and received by plain code without a runtime of ours, beside the BCL's source of a task.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class OneshotBenchmarks : PlainBenchmarks
{
    private const int Operations = 10_000;

    [BenchmarkCategory("sent first"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public async Task<long> TaskCompletionSource_sent_first()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            TaskCompletionSource<long> source = NewSource();
            source.SetResult(i);
            sum += await source.Task;
        }

        return sum;
    }

    [BenchmarkCategory("sent first"), Benchmark(OperationsPerInvoke = Operations)]
    public async Task<long> Oneshot_sent_first()
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            var (sender, receiver) = Channel.Oneshot<long>();
            sender.Send(i);
            sum += await receiver;
        }

        return sum;
    }

    /// <summary>From the pool, as all else that waits: what is woken goes on there.</summary>
    [BenchmarkCategory("awaited first"), Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public Task<long> TaskCompletionSource_awaited_first() => Task.Run(async () =>
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            TaskCompletionSource<long> source = NewSource();
            Task<long> receiving = ReceiveAsync(source);
            source.SetResult(i);
            sum += await receiving;
        }

        return sum;
    });

    [BenchmarkCategory("awaited first"), Benchmark(OperationsPerInvoke = Operations)]
    public Task<long> Oneshot_awaited_first() => Task.Run(async () =>
    {
        long sum = 0;
        for (int i = 0; i < Operations; i++)
        {
            var (sender, receiver) = Channel.Oneshot<long>();
            Task<long> receiving = ReceiveAsync(receiver);
            sender.Send(i);
            sum += await receiving;
        }

        return sum;
    });

    private static TaskCompletionSource<long> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<long> ReceiveAsync(TaskCompletionSource<long> source) => await source.Task;

    private static async Task<long> ReceiveAsync(OneshotReceiver<long> receiver) => await receiver;
}
