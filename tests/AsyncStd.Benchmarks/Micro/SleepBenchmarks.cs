namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Prelude;
using AsyncStd.Task;
using BenchmarkDotNet.Attributes;

/// <summary>Sleeps that need no time: of zero, and of an hour that is cancelled at once.</summary>
[MemoryDiagnoser]
public class SleepBenchmarks
{
    private const int Sleeps = 10_000;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Benchmark(OperationsPerInvoke = Sleeps)]
    public void Delay_Zero() => Task.Run(DelayZeroAsync).GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Sleeps)]
    public void Sleep_Zero() => Task.BlockOn(SleepZeroAsync());

    [Benchmark(OperationsPerInvoke = Sleeps)]
    public void Delay_StartedAndCancelled() => Task.Run(DelayCancelledAsync).GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Sleeps)]
    public void Sleep_StartedAndCancelled() => Task.BlockOn(SleepCancelledAsync());

    private static async Task DelayZeroAsync()
    {
        for (int i = 0; i < Sleeps; i++)
        {
            await Task.Delay(0);
        }
    }

    private static async JoinHandle SleepZeroAsync()
    {
        for (int i = 0; i < Sleeps; i++)
        {
            await Task.Sleep(TimeSpan.Zero);
        }
    }

    private static async Task DelayCancelledAsync()
    {
        for (int i = 0; i < Sleeps; i++)
        {
            using var source = new CancellationTokenSource();
            Task delay = Task.Delay(s_hour, source.Token);
            source.Cancel();
            await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async JoinHandle SleepCancelledAsync()
    {
        for (int i = 0; i < Sleeps; i++)
        {
            using var source = new CancellationTokenSource();
            Task sleep = Task.Sleep(s_hour, source.Token).AsTask();
            source.Cancel();
            await sleep.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
