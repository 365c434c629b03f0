namespace AsyncStdTests.Runtimes.Executors;

using AsyncStd.Runtimes.Executors;

/// <summary>Plays an operating system that has no more threads to give. Only for tests of <see cref="RefusedThreadsCollection"/>: it is so for everybody.</summary>
internal sealed class RefusedThreads : IDisposable
{
    private int _left;

    private RefusedThreads(int granted)
    {
        _left = granted;
        ThreadFactory.BeforeStart = () =>
        {
            if (Interlocked.Decrement(ref _left) < 0)
            {
                throw new OutOfMemoryException("No thread: a test says so.");
            }
        };
    }

    /// <summary>Grants so many threads, and refuses all others until disposed.</summary>
    public static RefusedThreads After(int granted) => new(granted);

    public void Dispose() => ThreadFactory.BeforeStart = null;
}
