namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Sync;
using BenchmarkDotNet.Attributes;

/// <summary>Two tasks of the thread pool that wake each other by turns, without a runtime of ours: by what the BCL has, and by our events.</summary>
[MemoryDiagnoser]
public class WakeBenchmarks : PlainBenchmarks
{
    private const int Rounds = 10_000;

    [Benchmark(Baseline = true, OperationsPerInvoke = Rounds)]
    public Task SemaphoreSlim_by_turns()
    {
        var (ping, pong) = (new SemaphoreSlim(1), new SemaphoreSlim(0));
        return RunBoth(() => TakeTurnsAsync(ping, pong), () => TakeTurnsAsync(pong, ping));
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public Task TaskCompletionSource_by_turns()
    {
        TaskCompletionSource[] sources = [NewSource(), NewSource()];
        sources[0].SetResult();
        return RunBoth(() => TakeTurnsAsync(sources, 0), () => TakeTurnsAsync(sources, 1));
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public Task AsyncAutoResetEvent_by_turns()
    {
        var (ping, pong) = (new AsyncAutoResetEvent(initialState: true), new AsyncAutoResetEvent());
        return RunBoth(() => TakeTurnsAsync(ping, pong), () => TakeTurnsAsync(pong, ping));
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public Task AsyncManualResetEvent_by_turns()
    {
        var (ping, pong) = (new AsyncManualResetEvent(initialState: true), new AsyncManualResetEvent());
        return RunBoth(() => TakeTurnsAsync(ping, pong), () => TakeTurnsAsync(pong, ping));
    }

    [Benchmark(OperationsPerInvoke = Rounds)]
    public Task Notify_by_turns()
    {
        var (ping, pong) = (new Notify(), new Notify());
        ping.NotifyOne();
        return RunBoth(() => TakeTurnsAsync(ping, pong), () => TakeTurnsAsync(pong, ping));
    }

    private static async Task TakeTurnsAsync(SemaphoreSlim own, SemaphoreSlim other)
    {
        for (int i = 0; i < Rounds; i++)
        {
            await own.WaitAsync();
            other.Release();
        }
    }

    /// <summary>A source is used up by one turn. The next one is in its place before the other task can look for it.</summary>
    private static async Task TakeTurnsAsync(TaskCompletionSource[] sources, int own)
    {
        for (int i = 0; i < Rounds; i++)
        {
            await sources[own].Task;
            sources[own] = NewSource();
            sources[1 - own].SetResult();
        }
    }

    private static async Task TakeTurnsAsync(AsyncAutoResetEvent own, AsyncAutoResetEvent other)
    {
        for (int i = 0; i < Rounds; i++)
        {
            await own.WaitAsync();
            other.Set();
        }
    }

    private static async Task TakeTurnsAsync(AsyncManualResetEvent own, AsyncManualResetEvent other)
    {
        for (int i = 0; i < Rounds; i++)
        {
            await own.WaitAsync();
            own.Reset();
            other.Set();
        }
    }

    private static async Task TakeTurnsAsync(Notify own, Notify other)
    {
        for (int i = 0; i < Rounds; i++)
        {
            await own.WaitAsync();
            other.NotifyOne();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Task RunBoth(Func<Task> first, Func<Task> second) => Task.WhenAll(Task.Run(first), Task.Run(second));
}
