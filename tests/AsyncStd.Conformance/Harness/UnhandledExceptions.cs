namespace AsyncStdConformance.Harness;

using System.Collections.Concurrent;
using AsyncStd.Runtimes;

/// <summary>Collects what a runtime reports as unhandled.</summary>
public sealed class UnhandledExceptions
{
    private readonly ConcurrentQueue<UnhandledTaskExceptionEventArgs> _all = new();

    public UnhandledExceptions(Runtime runtime) => runtime.UnhandledException += (_, e) => _all.Enqueue(e);

    public IReadOnlyList<UnhandledTaskExceptionEventArgs> All => [.. _all];

    /// <summary>Waits until so many have come, in real time; fails after a limit.</summary>
    public IReadOnlyList<UnhandledTaskExceptionEventArgs> WaitFor(int count)
    {
        Eventually.IsTrue(() => _all.Count >= count, $"{count} unhandled exceptions");
        return All;
    }
}
