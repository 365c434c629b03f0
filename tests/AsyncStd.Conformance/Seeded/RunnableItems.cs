namespace AsyncStdConformance.Seeded;

using AsyncStd.Runtimes;

/// <summary>The items that may run now, and the choice among them. Any thread may add; only the pumping one takes.</summary>
internal sealed class RunnableItems(PickOrder order, Entropy choice)
{
    private readonly List<RunnableItem> _items = [];

    /// <summary>In order of arrival: where the oldest stands in <c>_items</c>; what is before it has been taken.</summary>
    private int _oldest;
    private long _sequence;

    public int Count => _items.Count - _oldest;

    public void Add(WorkItem item) => _items.Add(new RunnableItem(item, _sequence++));

    public RunnableItem Take() => order == PickOrder.Fifo ? TakeOldest() : TakeAny();

    private RunnableItem TakeAny()
    {
        int index = choice.Next(_items.Count);
        RunnableItem taken = _items[index];
        _items[index] = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        return taken;
    }

    private RunnableItem TakeOldest()
    {
        RunnableItem taken = _items[_oldest];
        _items[_oldest++] = default;
        if (_oldest > 64 && _oldest > _items.Count / 2)
        {
            _items.RemoveRange(0, _oldest);
            _oldest = 0;
        }

        return taken;
    }
}
