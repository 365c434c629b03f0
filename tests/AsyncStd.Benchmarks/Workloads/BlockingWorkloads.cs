namespace AsyncStdBenchmarks.Workloads;

using System.Diagnostics;
using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Calls that block: what it costs to be prepared for them, and what it costs when they do.</summary>
internal static class BlockingWorkloads
{
    private const int Calls = 64;
    private const int Timers = 50;
    private static readonly TimeSpan s_call = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longCall = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(10);

    /// <summary>A driver's call that does nothing, made in a section on the worker.</summary>
    public static async JoinHandle<WorkloadResult> Section(long size)
    {
        Runtime runtime = Runtime.Current;
        long sum = 0;
        for (long i = 0; i < size; i++)
        {
            sum += await runtime.RunBlockingAsync(BlockingKind.Short, i, static number => number);
        }

        Expect.Equal(sum, size * (size - 1) / 2);
        return new WorkloadResult(size);
    }

    /// <summary>The same for a call that must not be made on a worker.</summary>
    public static async JoinHandle<WorkloadResult> Offloaded(long size)
    {
        Runtime runtime = Runtime.Current;
        long sum = 0;
        for (long i = 0; i < size; i++)
        {
            sum += await runtime.RunBlockingAsync(BlockingKind.Long, i, static number => number);
        }

        Expect.Equal(sum, size * (size - 1) / 2);
        return new WorkloadResult(size);
    }

    /// <summary>64 calls that block for 10 ms, on two workers: wall time in milliseconds, declared and not, and on the shared pool.</summary>
    public static WorkloadResult Table()
    {
        using Runtime runtime = new RuntimeBuilder().ThreadCount(2).Build();
        foreach (Func<Action, Task> start in (Func<Action, Task>[])[call => runtime.SpawnBlocking(call), call => runtime.Spawn(call), Task.Run])
        {
            Task.WaitAll(start(static () => { }), start(static () => { })); // what the first calls cost for their being compiled is not the question
        }

        TimeSpan declared = Time(() => runtime.SpawnBlocking(static () => Thread.Sleep(s_call)).AsTask());
        TimeSpan undeclared = Time(() => runtime.Spawn(static () => Thread.Sleep(s_call)).AsTask());
        TimeSpan unbounded = Time(() => runtime.RunBlockingAsync(BlockingKind.Unbounded, 0, static _ => Sleep()).AsTask());
        ThreadPool.SetMinThreads(2, 2);
        TimeSpan pool = Time(static () => Task.Run(static () => Thread.Sleep(s_call)));
        return new WorkloadResult(Calls)
        {
            Seconds = declared.TotalSeconds,
            Extras =
            [
                ("declared_ms", declared.TotalMilliseconds),
                ("undeclared_ms", undeclared.TotalMilliseconds),
                ("unbounded_ms", unbounded.TotalMilliseconds),
                ("shared_pool_ms", pool.TotalMilliseconds),
            ],
        };
    }

    /// <summary>How late timers of 10 ms are while 64 tasks block for 100 ms each, on two workers.</summary>
    public static WorkloadResult BlockedTimers()
    {
        using Runtime runtime = new RuntimeBuilder().ThreadCount(2).Build();
        var late = new double[Timers];
        long begin = Stopwatch.GetTimestamp();
        JoinHandle ticker = runtime.Spawn(async () =>
        {
            for (int i = 0; i < Timers; i++)
            {
                long start = Stopwatch.GetTimestamp();
                await Task.Sleep(s_period);
                late[i] = (Stopwatch.GetElapsedTime(start) - s_period).TotalMilliseconds;
            }
        });
        Task[] calls = [.. Enumerable.Range(0, Calls).Select(_ => runtime.Spawn(static () => Thread.Sleep(s_longCall)).AsTask())];
        Task.BlockOn(ticker);
        Task.WaitAll(calls);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        Array.Sort(late);
        return new WorkloadResult(Timers)
        {
            Seconds = elapsed.TotalSeconds,
            Extras =
            [
                ("max_late_ms", late[^1]), ("median_late_ms", late[Timers / 2]), ("detected", runtime.Metrics.BlockingDetected),
                ("temporary_workers", runtime.Metrics.TemporaryWorkers),
            ],
        };
    }

    private static int Sleep()
    {
        Thread.Sleep(s_call);
        return 0;
    }

    private static TimeSpan Time(Func<Task> start)
    {
        long begin = Stopwatch.GetTimestamp();
        Task.WaitAll([.. Enumerable.Range(0, Calls).Select(_ => start())]);
        return Stopwatch.GetElapsedTime(begin);
    }
}
