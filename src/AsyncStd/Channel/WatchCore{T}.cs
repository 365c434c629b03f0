namespace AsyncStd.Channel;

using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>The value of a watch, how often it was set, and which receivers want to be told.</summary>
/// <remarks>
/// <para>Everything is guarded by <see cref="Gate"/>, also what the receivers have seen. Who waits has seen the present value.</para>
/// <para>A receiver is in the list while somebody waits at it, or for its completion. So setting the value costs nothing for the others, however many there are.</para>
/// </remarks>
internal sealed class WatchCore<T>(T value)
{
    public SpinGate Gate;

    private T _value = value;
    private WatchReceiver<T>? _first;
    private WatchReceiver<T>? _last;
    private int _senders = 1;
    private int _receivers;
    private bool _isClosed;

    public bool IsClosed => Volatile.Read(ref _isClosed);

    public Exception? Error { get; private set; }

    public int SenderCount => Volatile.Read(ref _senders);

    public int ReceiverCount => Volatile.Read(ref _receivers);

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
            WatchReceiver<T>? next;
            for (WatchReceiver<T>? each = _first; each is not null; each = next)
            {
                next = each.NextListed;
                each.Tell(value, ref released);
            }
        }

        Gate.Exit();
        released.Wake();
        return isSet;
    }

    public bool TryClose(Exception? error)
    {
        var released = default(ReleasedWaiters);
        List<ChannelCompletion>? completions = null;
        Gate.Enter();
        if (_isClosed)
        {
            Gate.Exit();
            return false;
        }

        Error = error;
        Volatile.Write(ref _isClosed, true);
        WatchReceiver<T>? next;
        for (WatchReceiver<T>? each = _first; each is not null; each = next)
        {
            next = each.NextListed;
            if (each.EndWaits(ref released) is { } completion)
            {
                (completions ??= []).Add(completion);
            }
        }

        Gate.Exit();
        released.Wake();
        completions?.ForEach(completion => completion.End(error));
        return true;
    }

    /// <summary>Under the gate: a receiver is to be told of what happens from now on.</summary>
    public void List(WatchReceiver<T> receiver)
    {
        receiver.IsListed = true;
        receiver.PreviousListed = _last;
        if (_last is null)
        {
            _first = receiver;
        }
        else
        {
            _last.NextListed = receiver;
        }

        _last = receiver;
    }

    /// <summary>Under the gate: a receiver need not be told any more.</summary>
    public void Unlist(WatchReceiver<T> receiver)
    {
        if (receiver.PreviousListed is { } previous)
        {
            previous.NextListed = receiver.NextListed;
        }
        else
        {
            _first = receiver.NextListed;
        }

        if (receiver.NextListed is { } next)
        {
            next.PreviousListed = receiver.PreviousListed;
        }
        else
        {
            _last = receiver.PreviousListed;
        }

        receiver.NextListed = receiver.PreviousListed = null;
        receiver.IsListed = false;
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
}
