namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Prelude;
using AsyncStd.Task;
using BenchmarkDotNet.Attributes;

/// <summary>Tasks that do nothing but give way, always or when their budget is used up: one alone, and many that take turns.</summary>
[MemoryDiagnoser]
public class YieldBenchmarks
{
    private const int Yields = 100_000;

    [Params(1, 200)]
    public int Tasks { get; set; }

    private int YieldsOfEach => Yields / Tasks;

    [Benchmark(Baseline = true, OperationsPerInvoke = Yields)]
    public void TaskYield()
    {
        Task[] tasks = [.. Enumerable.Range(0, Tasks).Select(_ => Task.Run(YieldByTaskAsync))];
        Task.WhenAll(tasks).GetAwaiter().GetResult();
    }

    [Benchmark(OperationsPerInvoke = Yields)]
    public void YieldNow()
    {
        JoinHandle[] tasks = [.. Enumerable.Range(0, Tasks).Select(_ => YieldByRuntimeAsync())];
        foreach (JoinHandle task in tasks)
        {
            Task.BlockOn(task);
        }
    }

    /// <summary>Gives way only when the budget is used up, so this is mostly the cost of going on at once.</summary>
    [Benchmark(OperationsPerInvoke = Yields)]
    public void ConsumeBudget()
    {
        JoinHandle[] tasks = [.. Enumerable.Range(0, Tasks).Select(_ => ConsumeBudgetAsync())];
        foreach (JoinHandle task in tasks)
        {
            Task.BlockOn(task);
        }
    }

    private async JoinHandle ConsumeBudgetAsync()
    {
        for (int left = YieldsOfEach; left > 0; left--)
        {
            await Task.ConsumeBudget();
        }
    }

    private async Task YieldByTaskAsync()
    {
        for (int left = YieldsOfEach; left > 0; left--)
        {
            await Task.Yield();
        }
    }

    private async JoinHandle YieldByRuntimeAsync()
    {
        for (int left = YieldsOfEach; left > 0; left--)
        {
            await Task.YieldNow();
        }
    }
}
