namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using BenchmarkDotNet.Attributes;

/// <summary>What a right context costs: asking for the current runtime, and carrying the user's <see cref="AsyncLocal{T}"/>s through spawns and yields.</summary>
[MemoryDiagnoser]
public class ContextBenchmarks
{
    private const int Operations = 10_000;

    private static readonly AsyncLocal<object?>[] s_locals = [.. Enumerable.Range(0, 8).Select(_ => new AsyncLocal<object?>())];

    /// <summary>How many values the user has set.</summary>
    [Params(0, 1, 8)]
    public int Values { get; set; }

    [Benchmark(OperationsPerInvoke = Operations)]
    public int ReadCurrentRuntime() => Task.BlockOn(ReadCurrentRuntimeAsync(Values));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void YieldNow() => Task.BlockOn(YieldAsync(Values));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void TaskYield() => Task.Run(() => TaskYieldAsync(Values)).GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void SpawnThenJoin() => Task.BlockOn(SpawnAsync(Values));

    [Benchmark(OperationsPerInvoke = Operations)]
    public void TaskRunThenAwait() => Task.Run(() => TaskRunAsync(Values)).GetAwaiter().GetResult();

    private static void SetLocals(int values)
    {
        for (int i = 0; i < values; i++)
        {
            s_locals[i].Value = s_locals;
        }
    }

    private static async JoinHandle<int> ReadCurrentRuntimeAsync(int values)
    {
        SetLocals(values);
        int found = 0;
        for (int i = 0; i < Operations; i++)
        {
            found += Runtime.Current is null ? 0 : 1;
        }

        return found;
    }

    private static async JoinHandle YieldAsync(int values)
    {
        SetLocals(values);
        for (int i = 0; i < Operations; i++)
        {
            await Task.YieldNow();
        }
    }

    private static async Task TaskYieldAsync(int values)
    {
        SetLocals(values);
        for (int i = 0; i < Operations; i++)
        {
            await Task.Yield();
        }
    }

    private static async JoinHandle SpawnAsync(int values)
    {
        SetLocals(values);
        for (int i = 0; i < Operations; i++)
        {
            await Task.Spawn(static () => 0);
        }
    }

    private static async Task TaskRunAsync(int values)
    {
        SetLocals(values);
        for (int i = 0; i < Operations; i++)
        {
            await Task.Run(static () => 0);
        }
    }
}
