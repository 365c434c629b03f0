namespace AsyncStd.Task;

/// <summary>Results in the order of the items, as far as they are there.</summary>
internal sealed class ItemResults<T>
{
    private readonly List<(bool HasValue, T? Value)> _all = [];
    private int _missing;

    /// <summary>How many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether each item has its result.</summary>
    public bool IsComplete => _missing == 0;

    /// <summary>Makes room for the result of one more item.</summary>
    public void Add()
    {
        Count++;
        _missing++;
        if (typeof(T) != typeof(Nothing))
        {
            _all.Add(default);
        }
    }

    public void Set(int item, T value)
    {
        _missing--;
        if (typeof(T) != typeof(Nothing))
        {
            _all[item] = (true, value);
        }
    }

    public T[] ToArray()
    {
        var results = new T[_all.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = _all[i].Value!;
        }

        return results;
    }

    /// <summary>The results that need to be disposed of if nobody gets them; null: none.</summary>
    public List<object>? Unclaimed()
    {
        List<object>? unclaimed = null;
        foreach ((bool hasValue, T? value) in _all)
        {
            if (hasValue)
            {
                UnclaimedResults.Add(value, null, ref unclaimed);
            }
        }

        return unclaimed;
    }
}
