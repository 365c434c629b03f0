namespace AsyncStdBenchmarks.Workloads;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>What a group costs for each child.</summary>
internal static class GroupWorkloads
{
    private const int BatchSize = 10_000;

    /// <summary>Batches of children that do next to nothing, in one group, which is waited for after each.</summary>
    /// <remarks>The form is that of <c>spawn_join</c>, so the difference is what the group adds.</remarks>
    public static async JoinHandle<WorkloadResult> Spawn(long size)
    {
        var sum = new StrongBox();
        await using TaskGroup group = new();
        for (long done = 0; done < size;)
        {
            int count = (int)Math.Min(size - done, BatchSize);
            for (int i = 0; i < count; i++)
            {
                group.Start((i, sum), static state => { Interlocked.Add(ref state.sum.Value, state.i); });
            }

            await group.WaitAsync();
            Expect.Equal(Interlocked.Exchange(ref sum.Value, 0), (long)count * (count - 1) / 2);
            done += count;
        }

        return new WorkloadResult(size);
    }

    /// <summary>The same with results, which are taken as they come.</summary>
    public static async JoinHandle<WorkloadResult> Results(long size)
    {
        await using TaskGroup<long> group = new();
        for (long done = 0; done < size;)
        {
            int count = (int)Math.Min(size - done, BatchSize);
            for (int i = 0; i < count; i++)
            {
                group.Start((long)i, static number => number);
            }

            long sum = 0;
            await foreach (long result in group)
            {
                sum += result;
            }

            Expect.Equal(sum, (long)count * (count - 1) / 2);
            done += count;
        }

        return new WorkloadResult(size);
    }

    /// <summary>Managed memory for each of many children that sleep, and what is left of them when they have been cancelled and the group goes on.</summary>
    public static async JoinHandle<WorkloadResult> Idle(long size)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using TaskGroup group = new();
        for (long i = 0; i < size; i++)
        {
            group.Start(static async () => await Task.Sleep(TimeSpan.FromHours(1)));
        }

        await Task.Sleep(TimeSpan.FromMilliseconds(300));
        long alive = GC.GetTotalMemory(forceFullCollection: true);
        await group.CancelAsync();
        await Task.Sleep(TimeSpan.FromMilliseconds(300));
        long after = GC.GetTotalMemory(forceFullCollection: true);
        return new WorkloadResult(size)
        {
            Extras = [("heap_bytes_per_child", (alive - before) / (double)size), ("heap_bytes_left", (after - before) / (double)size)],
        };
    }

    private sealed class StrongBox
    {
        public long Value;
    }
}
