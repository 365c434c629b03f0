namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;
using AsyncStd.Runtimes.Timers;

/// <summary>One epoll instance and the sockets that are registered with it. Whoever holds the turn waits for events and passes them on.</summary>
/// <remarks>
/// <para>One for a runtime, not for a worker: the worker that is awake serves all sockets for as long as it can keep up, and no socket depends on one particular
/// thread. Invariant: the buffer of events belongs to whoever holds the turn.</para>
/// <para>A socket is registered once, edge-triggered, for both directions. Events carry its place in the table and the number of its registration, so that an event
/// that was fetched before the socket was closed does not reach the next one that has the place.</para>
/// </remarks>
internal unsafe class EpollReactor
{
    private const int EventCapacity = 512;
    private const long WakeUpData = -1;

    /// <summary>In microseconds: when nobody has looked for so long, somebody else should.</summary>
    private const int Neglect = 2000;

    private const int Nobodys = 0;
    private const int Servants = 1;
    private const int Outsiders = 2;
    private const EpollInterest Everything
        = EpollInterest.Readable | EpollInterest.Urgent | EpollInterest.Writable | EpollInterest.PeerShutdown | EpollInterest.EdgeTriggered;

    private readonly Lock _changing = new();
    private readonly EpollEvents _events = new(EventCapacity);
    private readonly Stack<int> _free = [];
    private readonly int _epoll;
    private readonly int _wakeUp;
    private SocketSource?[] _places = [];
    private int _taken;
    private int _registrations;
    private int _fetched;
    private int _turn;
    private int _awake;
    private int _deputy;
    private EpollWorkerDriver? _lastLooker;
    private long _lastLook;
    private long _lastLookBefore;

    /// <summary>Apart, because the next look will come from nobody who is awake and serves the sockets.</summary>
    private long _lastLookFromOutside;
    private PeerPattern _peers;
    private bool _ended;

    /// <exception cref="IOException">The system refused, see epoll_create1(2) and eventfd(2).</exception>
    public EpollReactor(bool isAlwaysServed)
    {
        IsAlwaysServed = isAlwaysServed;
        _epoll = NativeSocket.CreateEpoll(NativeSocket.CloseOnExec);
        if (_epoll < 0)
        {
            throw Refused("epoll_create1");
        }

        _wakeUp = NativeSocket.CreateEvent(0, NativeSocket.CloseOnExec | NativeSocket.NonBlocking);
        if (_wakeUp < 0 || !TryControl(NativeSocket.Add, _wakeUp, EpollInterest.Readable | EpollInterest.EdgeTriggered, WakeUpData))
        {
            IOException refused = Refused("eventfd");
            _ = NativeSocket.Close(_epoll);
            if (_wakeUp >= 0)
            {
                _ = NativeSocket.Close(_wakeUp);
            }

            throw refused;
        }
    }

    /// <summary>Whether somebody looks for events at all times, not only while a runtime's loop runs on some thread.</summary>
    public bool IsAlwaysServed { get; }

    /// <summary>Whether there is anything to look for.</summary>
    public virtual bool HasSources => Volatile.Read(ref _taken) > 0;

    /// <inheritdoc cref="PeerPattern.IsOnePeer"/>
    public bool HasOnePeer => _peers.IsOnePeer;

    /// <inheritdoc cref="PeerPattern.IsScattered"/>
    public bool HasScatteredPeers => _peers.IsScattered(MonotonicClock.Microseconds);

    /// <summary>How many workers that serve the reactor are awake.</summary>
    public int Awake => Volatile.Read(ref _awake);

    /// <summary>The epoll instance.</summary>
    protected int Epoll => _epoll;

    /// <summary>Whether the last look filled the room for events, so that there may be more.</summary>
    protected bool HasFetchedAll => _fetched == _events.Capacity;

    /// <summary>Whether nobody has looked for events lately, and nobody waits for them.</summary>
    public bool IsNeglected
        => Volatile.Read(ref _turn) == Nobodys
            && MonotonicClock.Microseconds - Math.Max(Volatile.Read(ref _lastLook), Volatile.Read(ref _lastLookFromOutside)) >= Neglect;

    /// <summary>Takes the turn, if nobody has it.</summary>
    public bool TryTakeTurn() => Volatile.Read(ref _turn) == Nobodys && Interlocked.CompareExchange(ref _turn, Servants, Nobodys) == Nobodys;

    /// <summary>The same for somebody who will neither wait for events nor come back for more.</summary>
    public bool TryTakeTurnFromOutside() => Volatile.Read(ref _turn) == Nobodys && Interlocked.CompareExchange(ref _turn, Outsiders, Nobodys) == Nobodys;

    /// <summary>Takes the turn, unless somebody has it who serves the sockets: then one may sleep. Whoever only looks in from outside is waited for.</summary>
    public bool TryTakeTurnOfServant()
    {
        var spin = default(SpinWait);
        int holder;
        while ((holder = Interlocked.CompareExchange(ref _turn, Servants, Nobodys)) == Outsiders)
        {
            spin.SpinOnce();
        }

        return holder == Nobodys;
    }

    public void GiveTurn() => Volatile.Write(ref _turn, Nobodys);

    /// <summary>A worker that serves the reactor is awake from now on.</summary>
    public void WakesUp() => Interlocked.Increment(ref _awake);

    /// <summary>A worker that serves the reactor sleeps from now on.</summary>
    /// <returns>How many others are awake.</returns>
    public int FallsAsleep() => Interlocked.Decrement(ref _awake);

    /// <summary>A worker has looked for events. The caller has the turn.</summary>
    public void NoteLook(EpollWorkerDriver looker)
    {
        if (_lastLooker != looker)
        {
            _lastLookBefore = _lastLook;
            _lastLooker = looker;
        }

        Volatile.Write(ref _lastLook, MonotonicClock.Microseconds);
    }

    /// <summary>Somebody has looked who does not serve the sockets. The caller has the turn.</summary>
    public void NoteLookFromOutside() => Volatile.Write(ref _lastLookFromOutside, MonotonicClock.Microseconds);

    /// <summary>How many microseconds ago another worker looked for events last. Read without a lock: a hint.</summary>
    public long SinceLookOfAnother(EpollWorkerDriver than) => MonotonicClock.Microseconds - (_lastLooker == than ? _lastLookBefore : Volatile.Read(ref _lastLook));

    /// <summary>Makes the calling worker the one that sees to it that others who are awake do look; false if there is one.</summary>
    public bool TryBecomeDeputy() => Interlocked.Exchange(ref _deputy, 1) == 0;

    public void ResignAsDeputy() => Volatile.Write(ref _deputy, 0);

    /// <summary>Waits for events. The caller has the turn.</summary>
    /// <param name="milliseconds">How long at most; −1: without a limit, 0: not at all.</param>
    /// <returns>Whether there are any to <see cref="Dispatch"/>.</returns>
    public virtual bool Wait(int milliseconds)
    {
        if (_fetched == 0)
        {
            int count = NativeSocket.WaitEpoll(_epoll, _events.Pointer, _events.Capacity, milliseconds);
            _fetched = Math.Max(count, 0); // EINTR is as good as nothing
        }

        return _fetched > 0;
    }

    /// <summary>Makes the calls that can be made now. The caller has the turn.</summary>
    /// <returns>Whether there was anything but a wake-up.</returns>
    public virtual bool Dispatch()
    {
        int passed = DispatchEvents(out long last);
        NoteBatch(passed, last);
        return passed > 0;
    }

    /// <summary>Passes on what was fetched.</summary>
    /// <param name="last">What the last event is about.</param>
    /// <returns>How many events there were, without wake-ups.</returns>
    protected int DispatchEvents(out long last)
    {
        int passed = 0;
        last = WakeUpData;
        for (int i = 0; i < _fetched; i++)
        {
            long data = _events.Data(i);
            if (data == WakeUpData)
            {
                continue;
            }

            passed++;
            last = data;
            if (Volatile.Read(ref _places)[(int)data] is { } source && source.Registration == (int)(data >> 32))
            {
                source.OnEvents(_events.What(i));
            }
        }

        _fetched = 0;
        return passed;
    }

    /// <summary>Remembers whose turn it was.</summary>
    /// <param name="passed">How many events or completions there were.</param>
    /// <param name="about">What the last one was about, by a number that others have not.</param>
    protected void NoteBatch(int passed, long about)
    {
        if (passed > 0)
        {
            _peers.Note(passed, about, MonotonicClock.Microseconds);
        }
    }

    /// <summary>Sees to it that what the calling thread has asked for is under way. Called by workers that sleep without the turn, and for those that are stuck.</summary>
    public virtual void Flush()
    {
    }

    /// <summary>The same, called at each look of a worker that does not get the turn.</summary>
    public virtual void FlushIfOld()
    {
    }

    /// <summary>The same for a worker that has not come to it since the last call. From a thread that has neither the turn nor a worker.</summary>
    /// <param name="seen">The caller's: what tells the next call whether anybody has come to it.</param>
    public virtual void FlushIfForgotten(ref uint seen)
    {
    }

    /// <summary>The same for a worker that is stuck, by somebody who has neither the turn nor a worker.</summary>
    public virtual void FlushFromOutside()
    {
    }

    /// <summary>Ends the wait that is under way, or the next one. From any thread.</summary>
    public virtual void WakeUp()
    {
        lock (_changing)
        {
            // After the end the number of the descriptor may be a stranger's.
            if (!_ended)
            {
                long one = 1;
                _ = NativeSocket.Write(_wakeUp, &one, sizeof(long)); // fails only when the counter is full, and then the event is there already
            }
        }
    }

    /// <summary>Begins to report what happens to a socket; what is true already is reported, too.</summary>
    /// <returns>False if the reactor has ended.</returns>
    /// <exception cref="IOException">The system refused, see epoll_ctl(2).</exception>
    public bool TryRegister(SocketSource source, out int index)
    {
        lock (_changing)
        {
            index = -1;
            if (_ended)
            {
                return false;
            }

            if (!_free.TryPop(out index))
            {
                index = _taken;
            }

            if (index >= _places.Length)
            {
                Array.Resize(ref _places, Math.Max(16, _places.Length * 2)); // readers have the old array, with the same contents
            }

            source.Registration = _registrations = (_registrations + 1) & int.MaxValue;
            Volatile.Write(ref _places[index], source);
            Volatile.Write(ref _taken, _taken + 1);
            if (TryControl(NativeSocket.Add, source.Descriptor, Everything, ((long)source.Registration << 32) | (uint)index))
            {
                return true;
            }

            IOException refused = Refused("epoll_ctl");
            Release(index);
            throw refused;
        }
    }

    /// <summary>Reports no more of a socket.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="descriptor">The descriptor if the system has to be told; −1 if closing it is enough.</param>
    public void Unregister(int index, int descriptor)
    {
        lock (_changing)
        {
            if (!_ended)
            {
                if (descriptor >= 0)
                {
                    TryControl(NativeSocket.Delete, descriptor, EpollInterest.None, 0);
                }

                Release(index);
            }
        }
    }

    /// <summary>Nobody will look for events any more: what is registered has to go elsewhere.</summary>
    public void End()
    {
        var spin = default(SpinWait);
        while (!TryTakeTurn())
        {
            spin.SpinOnce(); // the last look is being taken; this one's turn does not end
        }

        SocketSource?[] places;
        lock (_changing)
        {
            _ended = true;
            places = _places;
            _places = [];
        }

        OnEnding();
        _ = NativeSocket.Close(_epoll);
        _ = NativeSocket.Close(_wakeUp);
        _events.Dispose();
        foreach (SocketSource? source in places)
        {
            source?.Rehome(this); // throws nothing: one that cannot be registered anew must not cost the others
        }
    }

    /// <summary>The caller has the turn, which does not end; nothing is registered any more.</summary>
    protected virtual void OnEnding()
    {
    }

    private static IOException Refused(string call) => SystemError.OfLastCall($"wait for sockets by {call}");

    private void Release(int index)
    {
        Volatile.Write(ref _places[index], null);
        _free.Push(index);
        Volatile.Write(ref _taken, _taken - 1);
    }

    private bool TryControl(int operation, int descriptor, EpollInterest interest, long data)
    {
        byte* change = stackalloc byte[EpollEvents.MaxSize];
        EpollEvents.Write(change, interest, data);
        return NativeSocket.ControlEpoll(_epoll, operation, descriptor, change) == 0;
    }
}
