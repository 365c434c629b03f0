namespace AsyncStd.Runtimes.Executors;

/// <summary>Items from outside the workers, or for one particular worker: first in, first out, linked through the items themselves.</summary>
/// <remarks>Invariant: <c>_items</c> is used under the gate. <c>_count</c> is written under the gate and read without it as a hint.</remarks>
internal sealed class InjectionQueue
{
    private SpinGate _gate;
    private LinkedItems _items;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public void Add(WorkItem item)
    {
        _gate.Enter();
        _items.Add(item);
        Volatile.Write(ref _count, _count + 1);
        _gate.Exit();
    }

    /// <summary>Adds an item that has waited for too long already: it goes first.</summary>
    public void AddFirst(WorkItem item)
    {
        _gate.Enter();
        _items.AddFirst(item);
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
        WorkItem? item = _items.TryTake();
        if (item is not null)
        {
            Volatile.Write(ref _count, _count - 1);
        }

        _gate.Exit();
        return item;
    }
}
