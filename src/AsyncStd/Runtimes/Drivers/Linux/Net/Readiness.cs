namespace AsyncStd.Runtimes.Drivers.Linux;

/// <summary>Whether one direction of a socket is worth trying, and who waits for it.</summary>
/// <remarks>
/// <para>Invariants, under the gate. While <c>_ready</c> is set, nobody is added: the system call is tried instead. It is cleared only by whoever has seen the socket
/// refuse (or give less than there was room for), and only if no edge came since before he tried: <c>_edges</c> counts them. So an edge is never lost between
/// a refusal and the wait for the next one.</para>
/// <para>After the other side has hung up there may be no more edges, so what it gives then is taken until it refuses.</para>
/// <para>A call is in the queue, or somebody is performing it, never both.</para>
/// </remarks>
internal struct Readiness
{
    private SpinGate _gate;
    private bool _ready;
    private bool _stays;
    private uint _edges;
    private ISocketCall? _first;
    private ISocketCall? _last;

    public Readiness(bool ready) => _ready = ready;

    /// <summary>A hint: whether to try before waiting.</summary>
    public readonly bool IsReady => _ready;

    /// <summary>Whether anybody waits.</summary>
    public readonly bool HasCalls => _first is not null;

    /// <summary>What <see cref="Refuse"/> and <see cref="Empty"/> need, read before the system call.</summary>
    public uint Edges => Volatile.Read(ref _edges);

    /// <summary>The socket has refused: there will be an edge when it does no longer.</summary>
    /// <param name="edges">The count from before the system call.</param>
    public void Refuse(uint edges)
    {
        _gate.Enter();
        if (_edges == edges)
        {
            _ready = false;
        }

        _gate.Exit();
    }

    /// <summary>The socket has given less than there was room for, so it would refuse the next time, unless what comes next is the end.</summary>
    /// <param name="edges">The count from before the system call.</param>
    public void Empty(uint edges)
    {
        _gate.Enter();
        if (_edges == edges && !_stays)
        {
            _ready = false;
        }

        _gate.Exit();
    }

    /// <summary>Queues a call, unless the direction is ready.</summary>
    /// <param name="call">The call.</param>
    /// <param name="first">Whether it was at the head before.</param>
    public bool TryAdd(ISocketCall call, bool first = false)
    {
        _gate.Enter();
        bool add = !_ready;
        if (add)
        {
            if (first)
            {
                call.Next = _first;
                _first = call;
                _last ??= call;
            }
            else
            {
                call.Next = null;
                if (_last is null)
                {
                    _first = call;
                }
                else
                {
                    _last.Next = call;
                }

                _last = call;
            }
        }

        _gate.Exit();
        return add;
    }

    /// <summary>Takes a call out; false if it is not there.</summary>
    /// <param name="call">The call.</param>
    /// <param name="onlyIfCancelled">Whether to leave it there unless its present use was asked to end. Both are looked at under the gate, because the call
    /// may go into another use at any time.</param>
    public bool Remove(ISocketCall call, bool onlyIfCancelled = false)
    {
        _gate.Enter();
        bool removed = (!onlyIfCancelled || call.IsCancelRequested) && TryUnlink(call);
        _gate.Exit();
        return removed;
    }

    private bool TryUnlink(ISocketCall call)
    {
        ISocketCall? before = null;
        ISocketCall? each = _first;
        while (each is not null && !ReferenceEquals(each, call))
        {
            before = each;
            each = each.Next;
        }

        if (each is not null)
        {
            if (before is null)
            {
                _first = call.Next;
            }
            else
            {
                before.Next = call.Next;
            }

            if (ReferenceEquals(_last, call))
            {
                _last = before;
            }

            call.Next = null;
        }

        return each is not null;
    }

    /// <summary>An edge: from now on trying is worth it.</summary>
    /// <param name="stays">Whether it is the last one.</param>
    public void Set(bool stays)
    {
        _gate.Enter();
        _ready = true;
        _stays |= stays;
        Volatile.Write(ref _edges, _edges + 1);
        _gate.Exit();
    }

    /// <summary>Takes the first call while the direction is ready.</summary>
    public ISocketCall? TakeReady()
    {
        _gate.Enter();
        ISocketCall? call = _ready ? TakeFirst() : null;
        _gate.Exit();
        return call;
    }

    /// <summary>Takes the first call in any case.</summary>
    public ISocketCall? Take()
    {
        _gate.Enter();
        ISocketCall? call = TakeFirst();
        _gate.Exit();
        return call;
    }

    private ISocketCall? TakeFirst()
    {
        ISocketCall? call = _first;
        if (call is not null)
        {
            _first = call.Next;
            call.Next = null;
            if (_first is null)
            {
                _last = null;
            }
        }

        return call;
    }
}
