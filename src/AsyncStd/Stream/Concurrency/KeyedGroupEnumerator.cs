namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Items by their keys. A group is handed out when it is over: because of what is in it, of its age, or because there are too many others.</summary>
internal sealed class KeyedGroupEnumerator<TKey, T>(IAsyncEnumerable<T> source, GroupRule<TKey, T> rule, CancellationToken cancellationToken) : TimedEnumerator<T, IGrouping<TKey, T>>(source, cancellationToken)
{
    private readonly Dictionary<ValueTuple<TKey>, LinkedListNode<ItemGroup<TKey, T>>> _byKey = new(rule.Comparer);

    /// <summary>The oldest first, so that its end is the first to come.</summary>
    private readonly LinkedList<ItemGroup<TKey, T>> _open = new();
    private readonly Queue<ItemGroup<TKey, T>> _over = new();

    public override bool TryRead([MaybeNullWhen(false)] out IGrouping<TKey, T> item)
    {
        bool any = _over.TryDequeue(out ItemGroup<TKey, T>? group);
        item = group;
        return any;
    }

    protected override Progress Advance(ref TimeSpan wait)
    {
        Source!.Drain();
        TimeSpan now = Now;
        while (_open.First is { } oldest && now >= oldest.Value.Due)
        {
            Close(oldest);
        }

        while (_over.Count == 0 && Source.TryRead(out T? next))
        {
            Add(next, now);
        }

        if (_over.Count == 0 && Source.IsOver)
        {
            while (_open.First is { } oldest)
            {
                Close(oldest);
            }
        }

        if (_over.Count > 0)
        {
            return Progress.Ready;
        }

        if (_open.First is not { } first)
        {
            return End();
        }

        WaitUntil(first.Value.Due, now, ref wait);
        return Progress.None;
    }

    private void Add(T item, TimeSpan now)
    {
        var key = new ValueTuple<TKey>(rule.KeySelector(item)); // a key may be null
        if (!_byKey.TryGetValue(key, out LinkedListNode<ItemGroup<TKey, T>>? node))
        {
            if (_open.Count == rule.MaxGroups)
            {
                Close(_open.First!);
            }

            node = _open.AddLast(new ItemGroup<TKey, T>(key.Item1, After(now, rule.Lifetime)));
            _byKey.Add(key, node);
        }

        node.Value.Add(item);
        if (rule.IsOver(node.Value))
        {
            Close(node);
        }
    }

    private void Close(LinkedListNode<ItemGroup<TKey, T>> node)
    {
        _byKey.Remove(new ValueTuple<TKey>(node.Value.Key));
        _open.Remove(node);
        _over.Enqueue(node.Value);
    }
}
