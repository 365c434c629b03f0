namespace AsyncStdBenchmarks.Workloads;

using System.Threading.Channels;
using AsyncStd.Channel;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Messages between tasks.</summary>
internal static class ChannelWorkloads
{
    private const int Capacity = 100;
    private const int Pairs = 4;

    /// <summary>So many senders, one receiver, room for 100.</summary>
    public static async JoinHandle<WorkloadResult> Bounded(int senders, long size)
    {
        var (sender, receiver) = Channel.Bounded<long>(Capacity);
        long each = size / senders;
        for (int i = 0; i < senders; i++)
        {
            SpawnSender(sender.Clone(), each);
        }

        sender.Dispose();
        long sum = await Task.Spawn(receiver, static async receiver =>
        {
            long sum = 0;
            await foreach (long number in receiver)
            {
                sum += number;
            }

            return sum;
        });
        Expect.Equal(sum, senders * (each * each - each) / 2);
        return new WorkloadResult(each * senders);
    }

    /// <summary>Four senders, four receivers, room for 100.</summary>
    public static async JoinHandle<WorkloadResult> ManyToMany(long size)
    {
        var (sender, receiver) = Channel.Bounded<long>(Capacity);
        long each = size / Pairs;
        var counts = new JoinHandle<long>[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            counts[i] = SpawnCounter(receiver.Clone());
        }

        for (int i = 0; i < Pairs; i++)
        {
            SpawnSender(sender.Clone(), each);
        }

        sender.Dispose();
        receiver.Dispose();
        long count = 0;
        foreach (JoinHandle<long> each1 in counts)
        {
            count += await each1;
        }

        Expect.Equal(count, each * Pairs);
        return new WorkloadResult(count);
    }

    /// <summary>One sender, one receiver, no limit.</summary>
    public static async JoinHandle<WorkloadResult> Unbounded(long size)
    {
        var (sender, receiver) = Channel.Unbounded<long>();
        SpawnSender(sender, size);
        long count = await SpawnCounter(receiver);
        Expect.Equal(count, size);
        return new WorkloadResult(count);
    }

    private static void SpawnSender(Sender<long> sender, long count) => Task.Spawn((sender, count), static async work =>
    {
        using Sender<long> sender = work.sender;
        for (long i = 0; i < work.count; i++)
        {
            await sender.SendAsync(i);
        }
    });

    private static JoinHandle<long> SpawnCounter(Receiver<long> receiver) => Task.Spawn(receiver, static async receiver =>
    {
        long count = 0;
        await foreach (long _ in receiver)
        {
            count++;
        }

        receiver.Dispose();
        return count;
    });
}
