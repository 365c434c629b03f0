namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Several waiters of one task, woken in the order in which they came.</summary>
internal sealed class WaiterList : IWaiter
{
    /// <summary>Null once woken: from then on nobody may join.</summary>
    private List<IWaiter>? _waiters;

    public WaiterList(IWaiter first, IWaiter second) => _waiters = [first, second];

    /// <summary>Adds a waiter; false if all have been woken already.</summary>
    public bool TryAdd(IWaiter waiter)
    {
        lock (this)
        {
            _waiters?.Add(waiter);
            return _waiters is not null;
        }
    }

    /// <summary>Takes a waiter back; false if it has been woken already.</summary>
    public bool TryRemove(IWaiter waiter)
    {
        lock (this)
        {
            return _waiters?.Remove(waiter) ?? false;
        }
    }

    /// <inheritdoc/>
    public void Wake(ScheduleReason reason)
    {
        List<IWaiter> waiters;
        lock (this)
        {
            waiters = _waiters!;
            _waiters = null;
        }

        foreach (IWaiter waiter in waiters)
        {
            try
            {
                waiter.Wake(reason);
            }
            catch (Exception e)
            {
                PoolRuntime.Shared.ReportUnhandled(e, waiter as WorkItem); // a runtime that refuses one must not cost the others their turn
            }
        }
    }
}
