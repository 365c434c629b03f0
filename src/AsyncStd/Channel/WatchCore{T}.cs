namespace AsyncStd.Channel;

using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>The value of a watch, how often it was set, and who waits for the next one.</summary>
/// <remarks>Everything is guarded by <see cref="Gate"/>, also what the receivers have seen. Who waits has seen the present value.</remarks>
internal sealed class WatchCore<T>(T value) : IClosable
{
    public SpinGate Gate;

    private T _value = value;
    private WaiterQueue _waiters;
    private List<(ChannelCompletion Completion, WatchReceiver<T> Receiver)>? _completions;
    private int _senders = 1;
    private int _receivers;
    private bool _isClosed;

    public bool IsClosed => Volatile.Read(ref _isClosed);

    public Exception? Error { get; private set; }

    public int SenderCount => Volatile.Read(ref _senders);

    public int ReceiverCount => Volatile.Read(ref _receivers);

    string IWaiterHost.WaitName => "watch";

    /// <summary>The value, and how often it was set.</summary>
    public (T Value, long Version) Read()
    {
        Gate.Enter();
        (T, long) read = (_value, Version);
        Gate.Exit();
        return read;
    }

    /// <summary>Under the gate: how often the value was set, the first time included.</summary>
    public long Version { get; private set; } = 1;

    /// <summary>Under the gate: the value.</summary>
    public T Value => _value;

    /// <param name="value">The new value.</param>
    /// <param name="version">Of the value that it replaces; 0 for any.</param>
    /// <param name="isClosed">Whether that is why it was not set.</param>
    public bool TrySet(T value, long version, out bool isClosed)
    {
        var released = default(ReleasedWaiters);
        Gate.Enter();
        isClosed = _isClosed;
        bool isSet = !isClosed && (version == 0 || version == Version);
        if (isSet)
        {
            _value = value;
            Version++;
            TakeWaiters(ref released, isReady: true);
        }

        Gate.Exit();
        released.Wake();
        return isSet;
    }

    public bool TryClose(Exception? error)
    {
        var released = default(ReleasedWaiters);
        Gate.Enter();
        if (_isClosed)
        {
            Gate.Exit();
            return false;
        }

        Error = error;
        Volatile.Write(ref _isClosed, true);
        TakeWaiters(ref released, isReady: false);
        Gate.Exit();
        released.Wake();
        EndCompletions();
        return true;
    }

    /// <summary>Waits until the value is newer than one that was seen.</summary>
    public ValueTask<bool> WaitAsync(WatchReceiver<T> receiver, bool mayPass, CancellationToken cancellationToken)
    {
        Gate.Enter();
        bool isReady = receiver.Seen < Version;
        bool isOver = isReady || _isClosed;
        if (isOver && mayPass)
        {
            Gate.Exit();
            return isReady ? new ValueTask<bool>(true) : Error is { } error ? ValueTask.FromException<bool>(error) : default;
        }

        ReadyWait wait = ReadyWait.Rent(this);
        if (!isOver)
        {
            _waiters.Enqueue(wait);
        }

        Gate.Exit();
        if (isOver)
        {
            wait.IsReady = isReady;
            wait.End(!isReady && Error is not null ? WaitOutcome.Refused : WaitOutcome.Granted);
        }

        return wait.Start(cancellationToken);
    }

    public void CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        var released = default(ReleasedWaiters);
        Gate.Enter();
        if (_waiters.TryRemove(waiter))
        {
            released.AddCancelled(waiter, cancellationToken);
        }

        Gate.Exit();
        released.Wake();
    }

    public void AddReceiver() => Interlocked.Increment(ref _receivers);

    public void RemoveReceiver() => Interlocked.Decrement(ref _receivers);

    public bool TryAddSender()
    {
        Gate.Enter();
        bool canAdd = _senders > 0;
        _senders += canAdd ? 1 : 0;
        Gate.Exit();
        return canAdd;
    }

    public void RemoveSender()
    {
        Gate.Enter();
        bool close = --_senders == 0;
        Gate.Exit();
        if (close)
        {
            TryClose(null);
        }
    }

    /// <summary>Makes something end once the watch is closed and a receiver has seen the last value.</summary>
    public System.Threading.Tasks.Task Complete(WatchReceiver<T> receiver)
    {
        var completion = new ChannelCompletion();
        Gate.Enter();
        (_completions ??= []).Add((completion, receiver));
        Gate.Exit();
        EndCompletions();
        return completion.Task;
    }

    /// <summary>Without the gate: ends what is due. After each change of what it depends on.</summary>
    public void EndCompletions()
    {
        if (Volatile.Read(ref _completions) is null || !IsClosed)
        {
            return;
        }

        Gate.Enter();
        var due = _completions!.FindAll(each => each.Receiver.Seen >= Version);
        _completions.RemoveAll(each => each.Receiver.Seen >= Version);
        Gate.Exit();
        due.ForEach(each => each.Completion.End(Error));
    }

    private void TakeWaiters(ref ReleasedWaiters released, bool isReady)
    {
        while (_waiters.Dequeue() is ReadyWait wait)
        {
            wait.IsReady = isReady;
            if (!isReady && Error is not null)
            {
                released.AddRefused(wait);
            }
            else
            {
                released.AddGranted(wait);
            }
        }
    }
}
