namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Prelude;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using BenchmarkDotNet.Attributes;

/// <summary>Ticks on a paused clock, which jumps from one to the next: what a tick costs apart from waiting; and ticks that are due already.</summary>
[MemoryDiagnoser]
public class IntervalBenchmarks
{
    private const int Ticks = 100_000;

    private readonly Runtime _runtime = new RuntimeBuilder().Use(RuntimeKind.CurrentThread).Configure(options => options.StartPaused = true).Build();

    [Benchmark(Baseline = true, OperationsPerInvoke = Ticks)]
    public void Sleep() => _runtime.BlockOn(static async () =>
    {
        for (int i = 0; i < Ticks; i++)
        {
            await Task.Sleep(TimeSpan.FromMilliseconds(1));
        }
    });

    [Benchmark(OperationsPerInvoke = Ticks)]
    public void TickAsync() => _runtime.BlockOn(static async () =>
    {
        Interval interval = Task.Interval(TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < Ticks; i++)
        {
            await interval.TickAsync();
        }
    });

    [Benchmark(OperationsPerInvoke = Ticks)]
    public void TickThatIsDue() => _runtime.BlockOn(static async () =>
    {
        Interval interval = Task.Interval(TimeSpan.FromTicks(1), firstAfter: TimeSpan.Zero);
        await Task.Sleep(TimeSpan.FromTicks(Ticks));
        for (int i = 0; i < Ticks; i++)
        {
            await interval.TickAsync();
        }
    });

    [GlobalCleanup]
    public void CleanUp() => _runtime.Dispose();
}
