namespace AsyncStd.Runtimes.Executors;

/// <summary>Items from outside the workers, or for one particular worker: first in, first out, linked through the items themselves.</summary>
/// <remarks>Invariant: an item is linked in at most one queue. <c>_count</c> is written under the gate and read without it as a hint.</remarks>
internal sealed class InjectionQueue
{
    private SpinGate _gate;
    private WorkItem? _first;
    private WorkItem? _last;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public void Add(WorkItem item)
    {
        _gate.Enter();
        if (_last is null)
        {
            _first = item;
        }
        else
        {
            _last.Link = item;
        }

        _last = item;
        Volatile.Write(ref _count, _count + 1);
        _gate.Exit();
    }

    /// <summary>Adds an item that has waited for too long already: it goes first.</summary>
    public void AddFirst(WorkItem item)
    {
        _gate.Enter();
        item.Link = _first;
        _first = item;
        _last ??= item;
        Volatile.Write(ref _count, _count + 1);
        _gate.Exit();
    }

    public WorkItem? TryTake()
    {
        if (IsEmpty)
        {
            return null;
        }

        _gate.Enter();
        WorkItem? item = _first;
        if (item is not null)
        {
            _first = item.Link;
            item.Link = null;
            if (_first is null)
            {
                _last = null;
            }

            Volatile.Write(ref _count, _count - 1);
        }

        _gate.Exit();
        return item;
    }
}
