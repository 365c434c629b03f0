namespace AsyncStd.Runtimes.Executors;

/// <summary>What the thread-pool runtime counts. Approximate: added to without a lock by many threads.</summary>
internal sealed class PoolMetrics
{
    private long _scheduled;

    public long Scheduled => Volatile.Read(ref _scheduled);

    /// <summary>Counts a scheduled item. A lost update now and then is cheaper than a shared atomic on every wake-up.</summary>
    public void Count() => _scheduled++;
}
