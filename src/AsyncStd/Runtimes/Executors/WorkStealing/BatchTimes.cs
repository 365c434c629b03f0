namespace AsyncStd.Runtimes.Executors;

/// <summary>How long a worker is going to be busy with what its driver has found: told by how long it was with what it found before.</summary>
/// <remarks>Only the worker's thread uses it. A worker alone does short work in less time than another needs to get up, and leaves a processor to whoever sends the next; where the tasks
/// compute, another must come at once.</remarks>
internal struct BatchTimes
{
    /// <summary>In microseconds; many times what it takes to wake a thread, and not more than what the monitor would notice.</summary>
    private const int Long = 1000;

    /// <summary>The part of a new measurement in the average is one to this.</summary>
    private const int Weight = 4;

    private long _openedAt;
    private long _itemsBefore;

    /// <summary>Nanoseconds for one item.</summary>
    private long _average;

    /// <summary>Whether a batch was found and the driver has not been asked again since.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the batch that was found last is expected to take long.</summary>
    public bool IsLong { get; private set; }

    /// <summary>The driver was asked.</summary>
    /// <param name="now">The time in microseconds.</param>
    /// <param name="items">How many items the worker has run so far.</param>
    /// <param name="found">How many the driver has found.</param>
    public void Note(long now, long items, int found)
    {
        if (IsOpen && items > _itemsBefore)
        {
            _average += (((now - _openedAt) * 1000 / (items - _itemsBefore)) - _average) / Weight;
        }

        IsOpen = found > 0;
        IsLong = found > 1 && found * _average > Long * 1000;
        _openedAt = now;
        _itemsBefore = items;
    }
}
