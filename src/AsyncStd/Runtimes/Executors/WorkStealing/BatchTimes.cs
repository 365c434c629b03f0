namespace AsyncStd.Runtimes.Executors;

/// <summary>How long a worker is going to be busy with what its driver has found: told by how long it was with what it found before.</summary>
/// <remarks>Only the worker's thread uses it. A worker alone does short work in less time than another needs to get up, and leaves a processor to whoever sends the next; where the tasks
/// compute, another must come at once.</remarks>
internal struct BatchTimes
{
    /// <summary>In nanoseconds; many times what it takes to wake a thread, and not more than what the monitor would notice.</summary>
    private const long LongBatch = 1_000_000;

    /// <summary>In nanoseconds: an item that takes longer does more than to receive and send.</summary>
    private const long LongItem = 20_000;

    /// <summary>The part of a new measurement in the average is one to this.</summary>
    private const int Weight = 4;

    private long _openedAt;
    private long _itemsBefore;

    /// <summary>Nanoseconds for one item.</summary>
    private long _average;

    /// <summary>Whether the driver has found something, and nobody has asked it again since.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether what waits after that is expected to take so long that another worker should help.</summary>
    public bool IsLong { get; private set; }

    /// <summary>The driver was asked.</summary>
    /// <param name="now">The time in microseconds.</param>
    /// <param name="items">How many items the worker has run so far.</param>
    /// <param name="hasFound">Whether the driver has found anything.</param>
    /// <param name="waiting">How many items wait now.</param>
    public void Note(long now, long items, bool hasFound, int waiting)
    {
        if (IsOpen && items > _itemsBefore)
        {
            _average += (((now - _openedAt) * 1000 / (items - _itemsBefore)) - _average) / Weight;
        }

        IsOpen = hasFound;
        IsLong = waiting > 1 && (_average > LongItem || waiting * _average > LongBatch);
        _openedAt = now;
        _itemsBefore = items;
    }

    /// <summary>There is nothing any more that the driver could find: what comes next is no measurement.</summary>
    public void Close() => IsOpen = false;
}
