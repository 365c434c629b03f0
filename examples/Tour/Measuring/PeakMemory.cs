namespace Samples.Tour;

/// <summary>Looks at the working set of the process every few milliseconds, from a thread of its own, and keeps the highest.</summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(5);

    private readonly ManualResetEventSlim _stopped = new();
    private readonly Thread _thread;
    private readonly long _before;
    private long _peak;

    /// <summary>Begins, from as little memory as the collector can reach.</summary>
    public PeakMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _before = Environment.WorkingSet;
        _peak = _before;
        _thread = new Thread(Watch) { IsBackground = true, Name = "tour/memory" };
        _thread.Start();
    }

    /// <summary>Ends, and tells how much was added.</summary>
    public long Stop()
    {
        Dispose();

        return Math.Max(_peak, Environment.WorkingSet) - _before;
    }

    public void Dispose()
    {
        _stopped.Set();
        _thread.Join();
    }

    private void Watch()
    {
        while (!_stopped.Wait(s_period))
        {
            _peak = Math.Max(_peak, Environment.WorkingSet);
        }
    }
}
