namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Several waiters of one task, woken in the order in which they came.</summary>
internal sealed class WaiterList : WorkItem
{
    /// <summary>Null once woken: from then on nobody may join.</summary>
    private List<WorkItem>? _waiters;

    public WaiterList(WorkItem first, WorkItem second)
        : base(null) => _waiters = [first, second];

    /// <summary>Adds a waiter; false if all have been woken already.</summary>
    public bool TryAdd(WorkItem waiter)
    {
        lock (this)
        {
            _waiters?.Add(waiter);
            return _waiters is not null;
        }
    }

    /// <summary>Takes a waiter back; false if it has been woken already.</summary>
    public bool TryRemove(WorkItem waiter)
    {
        lock (this)
        {
            return _waiters?.Remove(waiter) ?? false;
        }
    }

    internal override void Wake()
    {
        List<WorkItem> waiters;
        lock (this)
        {
            waiters = _waiters!;
            _waiters = null;
        }

        foreach (WorkItem waiter in waiters)
        {
            waiter.Wake();
        }
    }

    protected override void Invoke() => throw new InvalidOperationException("A list of waiters is not work.");
}
