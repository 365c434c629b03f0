namespace AsyncStdBenchmarks.Workloads;

using System.Numerics;
using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Making tasks and waiting for them.</summary>
internal static class SpawnWorkloads
{
    private const int BatchSize = 10_000;
    private const int ChainLength = 1_000;

    /// <summary>Batches of tasks that return a number, all awaited.</summary>
    /// <remarks>The form is <c>Task.Spawn(state, static function)</c>: the number travels in the task itself, as it does in Rust's
    /// <c>spawn(async move { i })</c>. The closure and the async lambda are measured by <c>SpawnBenchmarks</c>.</remarks>
    public static async JoinHandle<WorkloadResult> SpawnJoin(long size)
    {
        var batch = new JoinHandle<long>[BatchSize];
        for (long done = 0; done < size;)
        {
            int count = (int)Math.Min(size - done, BatchSize);
            for (int i = 0; i < count; i++)
            {
                batch[i] = Task.Spawn((long)i, static number => number);
            }

            long sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += await batch[i];
            }

            Expect.Equal(sum, (long)count * (count - 1) / 2);
            done += count;
        }

        return new WorkloadResult(size);
    }

    /// <summary>A binary tree in which each node is a task that spawns its two children and awaits them.</summary>
    public static async JoinHandle<WorkloadResult> Tree(long size)
    {
        int depth = BitOperations.Log2((ulong)Math.Max(size, 2)) - 1;
        long nodes = await Node(depth);
        Expect.Equal(nodes, (1L << (depth + 1)) - 1);
        return new WorkloadResult(nodes);
    }

    /// <summary>Chains in which each task spawns the next and nobody waits, until the last one reports.</summary>
    public static async JoinHandle<WorkloadResult> Chain(long size)
    {
        long chains = (size + ChainLength - 1) / ChainLength;
        var end = new OneSlotChannel<int>();
        for (long i = 0; i < chains; i++)
        {
            SpawnLink(ChainLength - 1, end);
            Expect.Equal((await end.ReceiveAsync()).GetValueOrDefault(-1), 0);
        }

        return new WorkloadResult(chains * ChainLength);
    }

    private static async JoinHandle<long> Node(int depth)
    {
        if (depth == 0)
        {
            return 1;
        }

        JoinHandle<long> left = Node(depth - 1);
        JoinHandle<long> right = Node(depth - 1);
        return 1 + await left + await right;
    }

    private static void SpawnLink(int left, OneSlotChannel<int> end) => Task.Spawn((left, end), static async link =>
    {
        if (link.left == 0)
        {
            await link.end.SendAsync(0);
        }
        else
        {
            SpawnLink(link.left - 1, link.end);
        }
    });
}
