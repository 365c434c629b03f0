namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Prelude;
using AsyncStd.Task;
using BenchmarkDotNet.Attributes;

/// <summary>A batch of tasks that return a number, spawned and joined: in each form that <c>Task.Spawn</c> has, against <c>Task.Run</c>.</summary>
[MemoryDiagnoser]
public class SpawnBenchmarks
{
    private const int BatchSize = 10_000;

    private readonly Task<long>[] _tasks = new Task<long>[BatchSize];
    private readonly JoinHandle<long>[] _handles = new JoinHandle<long>[BatchSize];

    [Benchmark(Baseline = true, OperationsPerInvoke = BatchSize)]
    public long TaskRun_Closure() => Task.Run(TaskRunClosureAsync).GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public long TaskRun_AsyncLambda() => Task.Run(TaskRunAsyncLambdaAsync).GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public long Spawn_Closure() => Task.BlockOn(SpawnClosureAsync());

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public long Spawn_StateAndStaticFunction() => Task.BlockOn(SpawnStateAsync());

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public long Spawn_StateAndStaticAsyncLambda() => Task.BlockOn(SpawnStateAndAsyncLambdaAsync());

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public long Spawn_AsyncLambda() => Task.BlockOn(SpawnAsyncLambdaAsync());

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public long Spawn_MethodGroup() => Task.BlockOn(SpawnMethodGroupAsync());

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public long AsyncJoinHandleMethod() => Task.BlockOn(CallJoinHandleMethodsAsync());

    private static async ValueTask<long> AnswerAsync() => 42;

    private static async JoinHandle<long> EchoAsync(long number) => number;

    private async Task<long> TaskRunClosureAsync()
    {
        for (int i = 0; i < BatchSize; i++)
        {
            long number = i;
            _tasks[i] = Task.Run(() => number);
        }

        return await SumTasksAsync();
    }

    private async Task<long> TaskRunAsyncLambdaAsync()
    {
        for (int i = 0; i < BatchSize; i++)
        {
            long number = i;
            _tasks[i] = Task.Run(async () => number);
        }

        return await SumTasksAsync();
    }

    private async JoinHandle<long> SpawnClosureAsync()
    {
        for (int i = 0; i < BatchSize; i++)
        {
            long number = i;
            _handles[i] = Task.Spawn(() => number);
        }

        return await SumHandlesAsync();
    }

    private async JoinHandle<long> SpawnStateAsync()
    {
        for (int i = 0; i < BatchSize; i++)
        {
            _handles[i] = Task.Spawn((long)i, static number => number);
        }

        return await SumHandlesAsync();
    }

    private async JoinHandle<long> SpawnStateAndAsyncLambdaAsync()
    {
        for (int i = 0; i < BatchSize; i++)
        {
            _handles[i] = Task.Spawn((long)i, static async number => number);
        }

        return await SumHandlesAsync();
    }

    private async JoinHandle<long> SpawnAsyncLambdaAsync()
    {
        for (int i = 0; i < BatchSize; i++)
        {
            long number = i;
            _handles[i] = Task.Spawn(async () => number);
        }

        return await SumHandlesAsync();
    }

    private async JoinHandle<long> SpawnMethodGroupAsync()
    {
        for (int i = 0; i < BatchSize; i++)
        {
            _handles[i] = Task.Spawn(AnswerAsync);
        }

        return await SumHandlesAsync();
    }

    private async JoinHandle<long> CallJoinHandleMethodsAsync()
    {
        for (int i = 0; i < BatchSize; i++)
        {
            _handles[i] = EchoAsync(i);
        }

        return await SumHandlesAsync();
    }

    private async ValueTask<long> SumTasksAsync()
    {
        long sum = 0;
        foreach (Task<long> task in _tasks)
        {
            sum += await task;
        }

        return sum;
    }

    private async ValueTask<long> SumHandlesAsync()
    {
        long sum = 0;
        foreach (JoinHandle<long> handle in _handles)
        {
            sum += await handle;
        }

        return sum;
    }
}
