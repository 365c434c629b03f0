namespace AsyncStd.Runtimes;

/// <summary>Items linked through themselves, first in, first out. A part of whatever guards it: not for two threads at once.</summary>
/// <remarks>Invariant: an item is linked in at most one such queue, and <see cref="WorkItem.Link"/> is null in every other.</remarks>
internal struct LinkedItems
{
    private WorkItem? _first;
    private WorkItem? _last;

    /// <summary>Whether there is none; without the guard only a hint.</summary>
    public readonly bool IsEmpty => Volatile.Read(in _first) is null;

    public void Add(WorkItem item)
    {
        if (_last is null)
        {
            _first = item;
        }
        else
        {
            _last.Link = item;
        }

        _last = item;
    }

    /// <summary>Adds an item before all others.</summary>
    public void AddFirst(WorkItem item)
    {
        item.Link = _first;
        _first = item;
        _last ??= item;
    }

    public WorkItem? TryTake()
    {
        WorkItem? item = _first;
        if (item is not null)
        {
            _first = item.Link;
            _last = _first is null ? null : _last;
            item.Link = null;
        }

        return item;
    }
}
