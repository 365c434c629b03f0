namespace AsyncStd.Stream;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>Functions that run beside each other, one for each item, and whose results wait to be taken: in the order of the items, or in that of their ends.</summary>
/// <remarks>Belongs to the one consumer, but for <see cref="OnEnded"/>.</remarks>
internal sealed class Calls<TSource, T>(Func<TSource, JoinHandle<T>> build, bool isOrdered, Arrivals arrivals, Runtime runtime, JoinHandle? scope)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<JoinHandle<T>> _running = new();
    private readonly Queue<LinkedListNode<JoinHandle<T>>> _ended = new();

    /// <summary>How many were started and not taken.</summary>
    public int Count => _running.Count;

    /// <summary>Whether the next one to be taken has ended.</summary>
    public bool HasReady
    {
        get
        {
            if (isOrdered)
            {
                return _running.First is { Value.IsCompleted: true };
            }

            lock (_lock)
            {
                return _ended.Count > 0;
            }
        }
    }

    public void Start(TSource item)
    {
        JoinHandle<T> call = build(item);
        LinkedListNode<JoinHandle<T>> node = _running.AddLast(call);
        call.SetParent(scope);
        call.SetWaiter(new End(this, node));
        try
        {
            call.Publish(runtime, null, 0);
        }
        catch (Exception) when (call.IsCompleted)
        {
            // The runtime would not take it: it has ended with that.
        }
    }

    /// <summary>Takes the next one that has ended, if it is there.</summary>
    public JoinHandle<T>? TryTake()
    {
        LinkedListNode<JoinHandle<T>>? node = _running.First;
        if (!isOrdered)
        {
            lock (_lock)
            {
                _ended.TryDequeue(out node);
            }
        }
        else if (node is { Value.IsCompleted: false })
        {
            node = null;
        }

        if (node is not null)
        {
            _running.Remove(node);
        }

        return node?.Value;
    }

    public void Stop()
    {
        foreach (JoinHandle<T> call in _running)
        {
            call.RequestCancel();
        }
    }

    public bool HaveEnded()
    {
        foreach (JoinHandle<T> call in _running)
        {
            if (!call.IsCompleted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lets go of those that nobody will take: reports failures, and disposes of results.</summary>
    public ValueTask LetGoAsync()
    {
        List<object>? unclaimed = null;
        foreach (JoinHandle<T> call in _running)
        {
            if (call.IsFaulted)
            {
                call.Detach();
            }
            else
            {
                UnclaimedResults.Collect(call, null, ref unclaimed);
            }
        }

        _running.Clear();
        return unclaimed is null ? default : UnclaimedWait.For(unclaimed, runtime);
    }

    private void OnEnded(LinkedListNode<JoinHandle<T>> node)
    {
        if (!isOrdered)
        {
            lock (_lock)
            {
                _ended.Enqueue(node);
            }
        }

        arrivals.Signal();
    }

    private sealed class End(Calls<TSource, T> calls, LinkedListNode<JoinHandle<T>> node) : IWaiter
    {
        void IWaiter.Wake(ScheduleReason reason) => calls.OnEnded(node);
    }
}
