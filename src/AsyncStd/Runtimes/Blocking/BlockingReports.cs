namespace AsyncStd.Runtimes.Blocking;

using System.Collections.Concurrent;

/// <summary>Who has been found blocking: counts every time, and lets each site be reported once.</summary>
internal sealed class BlockingReports
{
    /// <summary>A program that makes up names for its tasks must not fill the memory with sites.</summary>
    private const int MaxSites = 1024;

    private readonly ConcurrentDictionary<string, byte> _sites = new();
    private long _count;

    /// <summary>How often blocking was found, also at sites that were reported before.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Counts, and says whether this is the first time at that site.</summary>
    public bool Add(string site)
    {
        Interlocked.Increment(ref _count);
        return _sites.Count < MaxSites && _sites.TryAdd(site, 0);
    }
}
