namespace AsyncStd.Runtimes.Executors;

/// <summary>How many of the next queued calls go to spare threads at once, because the last ones did block: else each would keep a worker for a millisecond first.</summary>
/// <remarks>Each hand-over grants some, twice as many as the last if those were used up. A guess that is wrong costs some wake-ups of threads, less than the
/// millisecond that it followed. The counts are written without care by many threads: a lost update matters as little.</remarks>
internal struct OffloadCredit
{
    private const int Least = 4;
    private const int Most = 64;

    private int _left;
    private int _grant;

    /// <summary>A worker was taken over.</summary>
    public void Grant()
    {
        _grant = Volatile.Read(ref _left) > 0 ? Math.Max(_grant, Least) : Math.Clamp(_grant * 2, Least, Most);
        Volatile.Write(ref _left, _grant);
    }

    /// <summary>Whether to hand a call to a spare thread at once.</summary>
    public bool TrySpend()
    {
        int left = Volatile.Read(ref _left);
        if (left > 0)
        {
            Volatile.Write(ref _left, left - 1);
        }

        return left > 0;
    }

    /// <summary>Nobody has blocked for a while.</summary>
    public void Reset()
    {
        Volatile.Write(ref _left, 0);
        _grant = 0;
    }
}
