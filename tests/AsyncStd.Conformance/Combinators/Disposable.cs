namespace AsyncStdConformance.Combinators;

using AsyncStd.Prelude;

/// <summary>Counts how often it is disposed of.</summary>
internal sealed class Disposable(Exception? failure = null) : IAsyncDisposable
{
    private int _disposed;

    public int Disposed => Volatile.Read(ref _disposed);

    public async ValueTask DisposeAsync()
    {
        await Task.Sleep(TimeSpan.FromTicks(1)); // would be refused in a cancelled scope
        Interlocked.Increment(ref _disposed);
        if (failure is not null)
        {
            throw failure;
        }
    }
}
