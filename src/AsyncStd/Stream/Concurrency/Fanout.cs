namespace AsyncStd.Stream;

using System.Runtime.ExceptionServices;
using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>One enumeration of a source, in a task of its own, whose items go to several subscribers.</summary>
/// <remarks>
/// <para>Invariants, under the lock: <c>_items</c> holds the items numbered from <c>_first</c> on, that is those which some subscriber has not taken. There are never more
/// than the capacity: the task takes no item while they are that many, so the source waits for the slowest. A subscriber's <c>Next</c> is the number of what he takes next.</para>
/// <para>The task ends with the source, or when the last subscriber leaves.</para>
/// </remarks>
internal sealed class Fanout<T> : IWaiter
{
    private readonly IAsyncEnumerable<T> _source;
    private readonly int _capacity;
    private readonly Lock _lock = new();
    private readonly Ring<T> _items = new();
    private readonly List<FanoutEnumerator<T>> _subscribers = [];
    private readonly Arrivals _room = new();
    private readonly JoinHandle _task;
    private long _first;
    private bool _hasStarted;
    private Exception? _failure;
    private bool _isFailureSeen;
    private bool _hasEnded;

    public Fanout(IAsyncEnumerable<T> source, int capacity, JoinHandle? scope)
    {
        _source = source;
        _capacity = capacity;
        _task = Bodies.Call(this, static self => self.PumpAsync()).Handle!;
        _task.SetParent(scope);
        _task.SetWaiter(this);
    }

    /// <summary>Adds a subscriber, who gets what comes from now on.</summary>
    /// <returns>False: it is over.</returns>
    public bool TryJoin(FanoutEnumerator<T> subscriber)
    {
        lock (_lock)
        {
            if (_hasEnded || (_hasStarted && _subscribers.Count == 0))
            {
                return false;
            }

            subscriber.Next = _first + _items.Count;
            _subscribers.Add(subscriber);
            return true;
        }
    }

    /// <summary>Starts the task, if nobody has.</summary>
    public void Start(Runtime runtime)
    {
        lock (_lock)
        {
            if (_hasStarted)
            {
                return;
            }

            _hasStarted = true;
        }

        try
        {
            _task.Publish(runtime, null, 0);
        }
        catch (Exception) when (_task.IsCompleted)
        {
            // The runtime would not take it: it has ended with that.
        }
    }

    /// <summary>Takes the next item of a subscriber.</summary>
    /// <param name="subscriber">The subscriber.</param>
    /// <param name="item">The item.</param>
    /// <param name="isOver">Whether none will come any more.</param>
    public bool TryTake(FanoutEnumerator<T> subscriber, out T? item, out bool isOver)
    {
        bool freed;
        lock (_lock)
        {
            long ahead = subscriber.Next - _first;
            if (ahead >= _items.Count)
            {
                item = default;
                isOver = _hasEnded;
                return false;
            }

            item = _items[(int)ahead];
            isOver = false;
            subscriber.Next++;
            freed = ahead == 0 && DropTaken();
        }

        if (freed)
        {
            _room.Signal();
        }

        return true;
    }

    /// <summary>Whether there is an item that a subscriber has not taken.</summary>
    public bool HasNext(FanoutEnumerator<T> subscriber)
    {
        lock (_lock)
        {
            return subscriber.Next - _first < _items.Count;
        }
    }

    /// <summary>Throws what the source failed with.</summary>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            _isFailureSeen = true;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Removes a subscriber. Whoever is the last waits until the source is disposed of, and is told what went wrong if nobody was.</summary>
    public async ValueTask LeaveAsync(FanoutEnumerator<T> subscriber)
    {
        bool isLast;
        lock (_lock)
        {
            if (!_subscribers.Remove(subscriber))
            {
                return;
            }

            isLast = _subscribers.Count == 0 && _hasStarted;
            DropTaken();
        }

        _room.Signal();
        if (!isLast)
        {
            return;
        }

        _task.RequestCancel();
        await CancelWait<bool>.ForEnd(_task, static _ => true, isShield: true);
        if (!_isFailureSeen && _failure is not OperationCanceledException)
        {
            ThrowIfFailed();
        }
    }

    /// <summary>The task has ended.</summary>
    void IWaiter.Wake(ScheduleReason reason)
    {
        FanoutEnumerator<T>[] subscribers;
        lock (_lock)
        {
            _failure ??= _task.Exception; // it was stopped before it began
            _hasEnded = true;
            subscribers = [.. _subscribers];
        }

        SignalAll(subscribers);
    }

    private static void SignalAll(ReadOnlySpan<FanoutEnumerator<T>> subscribers)
    {
        foreach (FanoutEnumerator<T> subscriber in subscribers)
        {
            subscriber.Signal();
        }
    }

    private async System.Threading.Tasks.Task PumpAsync()
    {
        AsyncSequenceEnumerator<T> items = Enumeration.Begin(_source, Scope.Current.Token);
        try
        {
            while (await items.WaitToReadAsync())
            {
                await WaitForRoomAsync();
                while (items.TryRead(out T? item))
                {
                    Add(item);
                    await WaitForRoomAsync();
                }
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }

        try
        {
            await Shielded.DisposeAsync(items);
        }
        catch (Exception e)
        {
            _failure ??= e;
        }
    }

    private async ValueTask WaitForRoomAsync()
    {
        while (!HasRoom())
        {
            await _room.WaitAsync(Runtime.Current, Timeout.InfiniteTimeSpan, default);
        }
    }

    private bool HasRoom()
    {
        lock (_lock)
        {
            return _items.Count < _capacity;
        }
    }

    private void Add(T item)
    {
        FanoutEnumerator<T>[] subscribers;
        lock (_lock)
        {
            _items.Add(item);
            subscribers = [.. _subscribers];
            DropTaken();
        }

        SignalAll(subscribers);
    }

    /// <summary>Lets go of what everybody has taken. The lock is held.</summary>
    private bool DropTaken()
    {
        long slowest = _first + _items.Count;
        foreach (FanoutEnumerator<T> subscriber in _subscribers)
        {
            slowest = Math.Min(slowest, subscriber.Next);
        }

        bool any = _first < slowest;
        for (; _first < slowest; _first++)
        {
            _items.RemoveFirst();
        }

        return any;
    }
}
