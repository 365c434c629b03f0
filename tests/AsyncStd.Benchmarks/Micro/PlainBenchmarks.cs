namespace AsyncStdBenchmarks.Micro;

using AsyncStd.Runtimes;
using BenchmarkDotNet.Attributes;

/// <summary>What is measured from plain BCL code: async methods that return <see cref="Task"/>, the thread pool, no runtime of ours.</summary>
/// <remarks><c>--anyCategories plain</c> runs these classes and no others.</remarks>
[BenchmarkCategory("plain")]
public abstract class PlainBenchmarks
{
    [GlobalSetup]
    public void RequireNoRuntime()
    {
        if (Runtime.TryGetCurrent(out Runtime? runtime))
        {
            throw new InvalidOperationException(
                $"{GetType().Name} measures code that belongs to no runtime, but was started inside '{runtime.Name}'; run it from a plain thread.");
        }
    }

    /// <summary>Runs a body in so many tasks of the pool.</summary>
    protected static Task RunAll(int tasks, Func<Task> body) => Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(body)));
}
