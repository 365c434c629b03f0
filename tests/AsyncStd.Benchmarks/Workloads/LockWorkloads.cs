namespace AsyncStdBenchmarks.Workloads;

using AsyncStd.Prelude;
using AsyncStd.Sync;
using AsyncStd.Task;

/// <summary>Locks, taken by one task or by a hundred.</summary>
internal static class LockWorkloads
{
    private const int Tasks = 100;
    private const int Permits = 10;

    /// <summary>Keeps the reads alive; one for each thread, so that they do not meet here.</summary>
    [ThreadStatic]
    private static long t_seen;

    /// <summary>One task, one lock that nobody else wants.</summary>
    public static async JoinHandle<WorkloadResult> Uncontended(long size)
    {
        var mutex = new Mutex<long>(0);
        for (long i = 0; i < size; i++)
        {
            using var guard = await mutex.LockAsync();
            guard.Value++;
        }

        return new WorkloadResult(size);
    }

    /// <summary>A hundred tasks that count under one lock.</summary>
    public static async JoinHandle<WorkloadResult> Contended(long size)
    {
        var mutex = new Mutex<long>(0);
        long each = size / Tasks;
        await RunAll((mutex, each), static async work =>
        {
            for (long i = 0; i < work.each; i++)
            {
                using var guard = await work.mutex.LockAsync();
                guard.Value++;
            }
        });

        return await Total(mutex, each * Tasks);
    }

    /// <summary>The same, and each gives way while it holds the lock.</summary>
    public static async JoinHandle<WorkloadResult> Yielding(long size)
    {
        var mutex = new Mutex<long>(0);
        long each = size / Tasks;
        await RunAll((mutex, each), static async work =>
        {
            for (long i = 0; i < work.each; i++)
            {
                using var guard = await work.mutex.LockAsync();
                guard.Value++;
                await Task.YieldNow();
            }
        });

        return await Total(mutex, each * Tasks);
    }

    /// <summary>A hundred tasks that read under one lock, and write each twentieth time.</summary>
    public static async JoinHandle<WorkloadResult> ReadHeavy(RwLockFairness fairness, long size)
    {
        var rwLock = new RwLock<long>(0, fairness);
        long each = size / Tasks;
        await RunAll((rwLock, each), static async work =>
        {
            for (long i = 0; i < work.each; i++)
            {
                if (i % 20 == 19)
                {
                    using var guard = await work.rwLock.WriteAsync();
                    guard.Value++;
                }
                else
                {
                    using var guard = await work.rwLock.ReadAsync();
                    Volatile.Write(ref t_seen, guard.Value);
                }
            }
        });

        return new WorkloadResult(each * Tasks);
    }

    /// <summary>A hundred tasks share ten permits, and give way while they hold one.</summary>
    public static async JoinHandle<WorkloadResult> Semaphore(long size)
    {
        var semaphore = new AsyncSemaphore(Permits);
        long each = size / Tasks;
        await RunAll((semaphore, each), static async work =>
        {
            for (long i = 0; i < work.each; i++)
            {
                using var permit = await work.semaphore.AcquireAsync();
                await Task.YieldNow();
            }
        });

        return new WorkloadResult(each * Tasks);
    }

    private static async ValueTask<WorkloadResult> Total(Mutex<long> mutex, long expected)
    {
        using var guard = await mutex.LockAsync();
        Expect.Equal(guard.Value, expected);
        return new WorkloadResult(expected);
    }

    private static async ValueTask RunAll<TState>(TState state, Func<TState, TaskBody> body)
    {
        var tasks = new JoinHandle[Tasks];
        for (int i = 0; i < Tasks; i++)
        {
            tasks[i] = Task.Spawn(state, body);
        }

        foreach (JoinHandle task in tasks)
        {
            await task;
        }
    }
}
