namespace AsyncStdBenchmarks.Workloads;

using AsyncStd.Prelude;
using AsyncStd.Task;

/// <summary>Between threads that block and tasks that do not.</summary>
internal static class BridgeWorkloads
{
    private const int BatchSize = 1_000;

    /// <summary>A plain thread takes the result of an async method that has it ready.</summary>
    public static WorkloadResult BlockOn(long size)
    {
        long sum = 0;
        for (long i = 0; i < size; i++)
        {
            sum += Task.BlockOn(Ready(i));
        }

        return Checked(size, sum);
    }

    /// <summary>A plain thread spawns a task and waits for it.</summary>
    public static WorkloadResult BlockOnSpawn(long size)
    {
        long sum = 0;
        for (long i = 0; i < size; i++)
        {
            sum += Task.BlockOn(Task.Spawn(i, static number => number));
        }

        return Checked(size, sum);
    }

    /// <summary>Batches of trivial functions on the threads for blocking calls.</summary>
    public static async JoinHandle<WorkloadResult> SpawnBlocking(long size)
    {
        var batch = new JoinHandle<long>[BatchSize];
        long batches = (size + BatchSize - 1) / BatchSize;
        for (long done = 0; done < batches; done++)
        {
            for (int i = 0; i < BatchSize; i++)
            {
                long number = i;
                batch[i] = Task.SpawnBlocking(() => number);
            }

            long sum = 0;
            foreach (JoinHandle<long> call in batch)
            {
                sum += await call;
            }

            Checked(BatchSize, sum);
        }

        return new WorkloadResult(batches * BatchSize);
    }

    private static async ValueTask<long> Ready(long number) => number;

    /// <summary>The sum of all numbers below the size.</summary>
    private static WorkloadResult Checked(long size, long sum)
    {
        Expect.Equal(sum, size * (size - 1) / 2);
        return new WorkloadResult(size);
    }
}
