namespace AsyncStdBenchmarks.Micro;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using BenchmarkDotNet.Attributes;

/// <summary>Channels awaited from plain BCL code on the thread pool, without a runtime of ours: the BCL's beside ours.</summary>
[MemoryDiagnoser]
public class ChannelBenchmarks : PlainBenchmarks
{
    private const int Messages = 100_000;
    private const int Capacity = 100;

    /// <summary>How many send.</summary>
    [Params(1, 4)]
    public int Senders { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Messages)]
    public Task<long> BclBounded()
    {
        Channel<long> channel = Channel.CreateBounded<long>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = Senders == 1 });
        return Transfer(channel.Writer, channel.Reader);
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public Task<long> Bounded()
    {
        var (sender, receiver) = Channel.Bounded<long>(Capacity);
        return Transfer(sender, receiver);
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public Task<long> BclUnbounded()
    {
        Channel<long> channel = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = Senders == 1 });
        return Transfer(channel.Writer, channel.Reader);
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public Task<long> Unbounded()
    {
        var (sender, receiver) = Channel.Unbounded<long>();
        return Transfer(sender, receiver);
    }

    private async Task<long> Transfer(ChannelWriter<long> writer, ChannelReader<long> reader)
    {
        Task<long> sum = Task.Run(async () =>
        {
            long sum = 0;
            await foreach (long number in reader.ReadAllAsync())
            {
                sum += number;
            }

            return sum;
        });
        var senders = new Task[Senders];
        for (int i = 0; i < Senders; i++)
        {
            senders[i] = Task.Run(async () =>
            {
                for (int n = Messages / Senders; n > 0; n--)
                {
                    await writer.WriteAsync(n);
                }
            });
        }

        await Task.WhenAll(senders);
        writer.Complete();
        return await sum;
    }
}
