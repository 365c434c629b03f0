namespace AsyncStd.Channel;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>The last messages of a broadcast, and how far each receiver is.</summary>
/// <remarks>
/// <para>Everything is guarded by <see cref="Gate"/>, also what the receivers have. Messages are numbered; <c>_next</c> is the number of the next one. The message <c>n</c> is at
/// <c>n % _items.Length</c> while <c>_next - _kept ≤ n &lt; _next</c>. Who waits has received everything before <c>_next</c>.</para>
/// <para>Without receivers nothing is kept: whoever subscribes begins with the next message.</para>
/// </remarks>
internal sealed class BroadcastCore<T>(int capacity)
{
    public SpinGate Gate;

    private const int FirstLength = 16;

    private T[] _items = new T[Math.Min(capacity, FirstLength)];
    private long _next;
    private int _kept;
    private BroadcastReceiver<T>? _first;
    private int _senders = 1;
    private int _receivers;
    private bool _isClosed;

    public int Capacity => capacity;

    public bool IsClosed => Volatile.Read(ref _isClosed);

    public Exception? Error { get; private set; }

    public int SenderCount => Volatile.Read(ref _senders);

    public int ReceiverCount => Volatile.Read(ref _receivers);

    /// <summary>Under the gate: the number of the oldest message that is kept.</summary>
    public long Oldest => _next - _kept;

    /// <summary>Under the gate: the number of the next message.</summary>
    public long Next => _next;

    /// <summary>Under the gate: a message that is kept.</summary>
    public T this[long number] => _items[number % _items.Length];

    /// <returns>For how many receivers; −1 if it is closed.</returns>
    public int Send(T item)
    {
        var released = default(ReleasedWaiters);
        Gate.Enter();
        if (_isClosed)
        {
            Gate.Exit();
            return -1;
        }

        int receivers = _receivers;
        if (receivers > 0)
        {
            Keep(item);
            for (BroadcastReceiver<T>? each = _first; each is not null; each = each.NextReceiver)
            {
                each.Tell(item, ref released);
            }
        }

        Gate.Exit();
        released.Wake();
        return receivers;
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
        for (BroadcastReceiver<T>? each = _first; each is not null; each = each.NextReceiver)
        {
            each.EndWaits(ref released);
            if (each.EndIfDrained() is { } completion)
            {
                (completions ??= []).Add(completion);
            }
        }

        Gate.Exit();
        released.Wake();
        completions?.ForEach(completion => completion.End(error));
        return true;
    }

    /// <summary>Enters a receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="like">Where it begins: at the next message, or where another one is.</param>
    public void Add(BroadcastReceiver<T> receiver, BroadcastReceiver<T>? like)
    {
        Gate.Enter();
        receiver.Position = Math.Min(like?.Position ?? _next, _next);
        receiver.NextReceiver = _first;
        if (_first is not null)
        {
            _first.PreviousReceiver = receiver;
        }

        _first = receiver;
        Volatile.Write(ref _receivers, _receivers + 1);
        receiver.EndIfDrained(); // of one that nobody has a completion of yet
        Gate.Exit();
    }

    public void Remove(BroadcastReceiver<T> receiver)
    {
        var released = default(ReleasedWaiters);
        Gate.Enter();
        if (receiver.PreviousReceiver is { } previous)
        {
            previous.NextReceiver = receiver.NextReceiver;
        }
        else
        {
            _first = receiver.NextReceiver;
        }

        if (receiver.NextReceiver is { } next)
        {
            next.PreviousReceiver = receiver.PreviousReceiver;
        }

        receiver.NextReceiver = receiver.PreviousReceiver = null;
        Volatile.Write(ref _receivers, _receivers - 1);
        receiver.Position = long.MaxValue; // nothing is received any more
        receiver.EndWaits(ref released);
        ChannelCompletion? completion = receiver.End();
        if (_receivers == 0)
        {
            _kept = 0;
            _items = new T[Math.Min(capacity, FirstLength)];
        }

        Gate.Exit();
        released.Wake();
        completion?.End(Error);
    }

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

    private void Keep(T item)
    {
        if (_kept == _items.Length && _kept < capacity)
        {
            try
            {
                Grow();
            }
            catch
            {
                Gate.Exit(); // memory is short; nothing was sent
                throw;
            }
        }

        _items[_next % _items.Length] = item;
        _next++;
        _kept = Math.Min(_kept + 1, _items.Length);
    }

    private void Grow()
    {
        var items = new T[(int)Math.Min((long)_items.Length * 2, capacity)];
        for (long number = Oldest; number < _next; number++)
        {
            items[number % items.Length] = _items[number % _items.Length];
        }

        _items = items;
    }
}
