namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Prelude;
using AsyncStd.Stream;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

/// <summary>Numbers that are mapped, filtered and added up by plain code without a runtime of ours: LINQ of the BCL beside our sequences.</summary>
/// <remarks>They come from a range that each side has for itself, or from an async iterator that belongs to neither and gives way each tenth time, or never.</remarks>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class StreamBenchmarks : PlainBenchmarks
{
    private const int Items = 100_000;
    private const int EachTenth = 10;
    private const int Never = int.MaxValue;

    [BenchmarkCategory("range"), Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public async Task<long> Bcl_range() => await MapFilterFold(AsyncEnumerable.Range(0, Items));

    [BenchmarkCategory("range"), Benchmark(OperationsPerInvoke = Items)]
    public async Task<long> AsyncSequence_range() => await MapFilterFold(AsyncSequence.Range(0, Items));

    [BenchmarkCategory("iterator"), Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public async Task<long> Bcl_iterator() => await MapFilterFold(CountAsync(Never));

    [BenchmarkCategory("iterator"), Benchmark(OperationsPerInvoke = Items)]
    public async Task<long> AsyncSequence_iterator() => await MapFilterFold(CountAsync(Never).AsSequence());

    [BenchmarkCategory("iterator that yields"), Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task<long> Bcl_iterator_that_yields() => Task.Run(async () => await MapFilterFold(CountAsync(EachTenth)));

    [BenchmarkCategory("iterator that yields"), Benchmark(OperationsPerInvoke = Items)]
    public Task<long> AsyncSequence_iterator_that_yields() => Task.Run(async () => await MapFilterFold(CountAsync(EachTenth).AsSequence()));

    [BenchmarkCategory("await foreach"), Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public async Task<long> Bcl_await_foreach()
    {
        long sum = 0;
        await foreach (long number in AsyncEnumerable.Range(0, Items).Select(x => x * 3L + 1))
        {
            sum += number;
        }

        return sum;
    }

    [BenchmarkCategory("await foreach"), Benchmark(OperationsPerInvoke = Items)]
    public async Task<long> AsyncSequence_await_foreach()
    {
        long sum = 0;
        await foreach (long number in AsyncSequence.Range(0, Items).Select(x => x * 3L + 1))
        {
            sum += number;
        }

        return sum;
    }

    private static ValueTask<long> MapFilterFold(IAsyncEnumerable<int> numbers) =>
        numbers.Select(x => x * 3L + 1).Where(x => (x & 1) == 0).AggregateAsync(0L, (sum, x) => sum + x);

    private static ValueTask<long> MapFilterFold(AsyncSequence<int> numbers) =>
        numbers.Select(x => x * 3L + 1).Where(x => (x & 1) == 0).AggregateAsync(0L, (sum, x) => sum + x);

    private static async IAsyncEnumerable<int> CountAsync(int yieldEach)
    {
        for (int i = 0; i < Items; i++)
        {
            if (i % yieldEach == yieldEach - 1)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }
}
