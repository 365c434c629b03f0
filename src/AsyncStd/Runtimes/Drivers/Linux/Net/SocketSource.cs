namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using AsyncStd.Runtimes.Drivers.Portable;

/// <summary>A descriptor that is in use: who is calling, when it may be closed, and who is told when it is ready.</summary>
/// <remarks>
/// <para>Invariants. <c>_calls</c> counts the calls under way in units of <see cref="OneCall"/>, with a bit for the one that receives, one for the one that sends, and one for
/// closed. It is entered by a compare-exchange that fails once the last is set; whoever brings it to nothing but closed gives the descriptor back. So a descriptor's number is
/// never used after it may be another's.</para>
/// <para>A call that waits is in one of the queues of <see cref="Readiness"/>. It ends when somebody takes it out: an event, a cancellation, or closing. Closing sets the bit and then
/// empties the queues; a call that is added looks at the bit afterwards.</para>
/// </remarks>
internal abstract class SocketSource
{
    /// <summary>For calls of which any number may be under way.</summary>
    protected internal const int OneCall = 8;

    /// <summary>For the one call that may receive.</summary>
    protected internal const int Receiving = 1;

    /// <summary>For the one call that may send.</summary>
    protected internal const int Sending = 2;

    private const int Closed = 4;

    private Readiness _in = new(ready: true);
    private Readiness _out = new(ready: true);
    private int _calls;
    private EpollReactor? _reactor;
    private int _place;
    private bool _isShared;
    private bool _isGivenBack;
    private TaskCompletionSource? _closed;

    private protected SocketSource(int descriptor) => Descriptor = descriptor;

    /// <summary>The descriptor, valid while a call is under way.</summary>
    public int Descriptor { get; }

    /// <summary>Belongs to the reactor.</summary>
    public int Registration { get; set; }

    /// <summary>The last receive gave less than there was room for, so the next would find nothing. Belongs to the call that receives.</summary>
    public bool IsDrained { get; set; }

    /// <summary>Whether a receive may stop before all that is there: at a message that carries descriptors.</summary>
    public virtual bool StopsEarly => false;

    /// <summary>Whether a receive has left nothing behind, so that the next one would find nothing unless something comes.</summary>
    /// <param name="received">How many bytes; none is the end, after which the next receive is told the same.</param>
    /// <param name="room">How many there was room for.</param>
    public bool HasDrained(long received, long room) => received > 0 && received < room && !StopsEarly;

    /// <summary>Who is told of receiving.</summary>
    public ref Readiness In => ref _in;

    /// <summary>Who is told of sending.</summary>
    public ref Readiness Out => ref _out;

    public bool IsClosed => (Volatile.Read(ref _calls) & Closed) != 0;

    /// <summary>What messages call it. Asked for at any time, also after closing: throws nothing and does not enter the socket.</summary>
    public abstract string Name { get; }

    /// <summary>Begins a call.</summary>
    /// <param name="mark">What kind: <see cref="OneCall"/>, <see cref="Receiving"/> or <see cref="Sending"/>.</param>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="InvalidOperationException">Another call of this direction is under way.</exception>
    public void Enter(int mark)
    {
        int calls = Volatile.Read(ref _calls);
        while (true)
        {
            if ((calls & (Closed | (mark & (Receiving | Sending)))) != 0)
            {
                Refuse(calls, mark);
            }

            int before = Interlocked.CompareExchange(ref _calls, calls + mark, calls);
            if (before == calls)
            {
                return;
            }

            calls = before;
        }
    }

    /// <summary>Ends a call. After this the descriptor may be closed.</summary>
    public void Exit(int mark)
    {
        if (Interlocked.Add(ref _calls, -mark) == Closed)
        {
            GiveBack();
        }
    }

    /// <summary>Queues a call that has been entered, and sees to it that it is performed when the direction becomes ready.</summary>
    /// <returns>False: the direction is ready, so that the call must be tried (again).</returns>
    public bool TryWait(ref Readiness direction, ISocketCall call)
    {
        if (!direction.TryAdd(call))
        {
            return false;
        }

        Interlocked.MemoryBarrier(); // against LeaveUnlessAwaited: it sees the call, or we see that nobody serves it

        EnsureServed();
        AbandonIfTooLate(ref direction, call);
        return true;
    }

    /// <summary>The failure of a call that nobody could be found to serve: names the socket, and keeps the system's code.</summary>
    public Exception CannotWait(Exception refusal)
        => refusal is IOException { InnerException: SocketException cause } ? SocketFailure.Refused($"wait for {Name}", cause) : refusal;

    /// <summary>The reactor's turn holder: something has happened.</summary>
    public void OnEvents(EpollInterest what)
    {
        bool isOver = (what & EpollInterest.HangUp) != 0;
        if ((what & ~EpollInterest.Writable) != 0)
        {
            // A receive stops at urgent data, however much lies behind it: from then on one that gave less than there was room for says nothing.
            _in.Set(stays: isOver || (what & (EpollInterest.PeerShutdown | EpollInterest.Urgent)) != 0);
            Perform(ref _in);
        }

        if ((what & (EpollInterest.Writable | EpollInterest.Error | EpollInterest.HangUp)) != 0)
        {
            _out.Set(stays: isOver);
            Perform(ref _out);
        }
    }

    /// <summary>The reactor has ended: whoever still waits is told by the thread that serves everybody.</summary>
    public void Rehome(EpollReactor from)
    {
        lock (this)
        {
            if (_reactor != from || IsClosed)
            {
                return;
            }

            _reactor = null;
        }

        // What may have been missed in between is reported when it is registered anew.
        Interlocked.MemoryBarrier(); // against TryWait: it sees that nobody serves it, or we see its call
        if (_in.HasCalls || _out.HasCalls)
        {
            Register(static () => EpollThread.Reactor);
        }
    }

    /// <summary>A ring serves the socket from now on: epoll has nothing to tell of it, unless some call waits there.</summary>
    protected internal void LeaveUnlessAwaited()
    {
        if (Volatile.Read(ref _reactor) is null || _in.HasCalls || _out.HasCalls)
        {
            return;
        }

        Leave(Descriptor);
        Interlocked.MemoryBarrier();
        if (_in.HasCalls || _out.HasCalls)
        {
            EnsureServed();
        }
    }

    /// <summary>Somebody else has, or may have, a copy of the descriptor: closing ours does not end what is registered for it.</summary>
    protected void MarkShared() => Volatile.Write(ref _isShared, true);

    /// <summary>Closes the socket: calls that wait end, and the descriptor is given back after the last.</summary>
    /// <returns>False if it was closed already.</returns>
    protected bool TryClose()
    {
        int before = Interlocked.Or(ref _calls, Closed);
        if (before == 0)
        {
            GiveBack();
        }
        else if ((before & Closed) == 0)
        {
            AbandonAll(ref _in); // the last of the calls gives the descriptor back
            AbandonAll(ref _out);
            OnClosing();
        }

        return (before & Closed) == 0;
    }

    /// <summary>The same, but the descriptor is not closed: it is somebody else's from now on.</summary>
    /// <exception cref="InvalidOperationException">A call is under way.</exception>
    protected void Release()
    {
        int before = Interlocked.CompareExchange(ref _calls, Closed, 0);
        ObjectDisposedException.ThrowIf((before & Closed) != 0, this);
        if (before != 0)
        {
            throw new InvalidOperationException($"A call on {Name} is under way: its descriptor cannot be given away now.");
        }

        Leave(Descriptor);
    }

    /// <summary>Ends when the descriptor has been given back.</summary>
    protected System.Threading.Tasks.Task WhenGivenBack()
    {
        lock (this)
        {
            if (_isGivenBack)
            {
                return System.Threading.Tasks.Task.CompletedTask;
            }

            _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _closed.Task;
        }
    }

    /// <summary>The socket is closed and calls are under way: those that the system has are to be asked for.</summary>
    protected virtual void OnClosing()
    {
    }

    /// <summary>The last call is over, and the descriptor is still there: the last look at it. Does not throw; is not called for one that is given away.</summary>
    /// <returns>Whether closing it may wait.</returns>
    protected abstract bool PrepareToClose(int descriptor);

    /// <summary>Gives the descriptor back to the system.</summary>
    protected abstract void CloseDescriptor(int descriptor);

    private void GiveBack()
    {
        Leave(Volatile.Read(ref _isShared) ? Descriptor : -1);
        if (PrepareToClose(Descriptor))
        {
            // Not as a blocking call of the runtime: a task that was asked to stop would not make it, and the descriptor must be closed all the same.
            ThreadPool.UnsafeQueueUserWorkItem(static source => source.GiveBackNow(), this, preferLocal: false);
        }
        else
        {
            GiveBackNow();
        }
    }

    private void GiveBackNow()
    {
        try
        {
            CloseDescriptor(Descriptor);
        }
        catch (Exception e)
        {
            PoolRuntime.Shared.ReportUnhandled(e, null); // the call that ended last is not to blame
        }

        TaskCompletionSource? closed;
        lock (this)
        {
            _isGivenBack = true;
            closed = _closed;
        }

        closed?.SetResult();
    }

    private void Leave(int descriptor)
    {
        lock (this)
        {
            // Under the lock, or somebody would register it anew before.
            _reactor?.Unregister(_place, descriptor);
            _reactor = null;
        }
    }

    /// <summary>Throws nothing: if the system refuses, whoever waits is told.</summary>
    private void EnsureServed()
    {
        EpollReactor? reactor = Volatile.Read(ref _reactor);
        if (reactor is null)
        {
            Register(EpollWorkerDriver.Choose);
        }
        else if (!reactor.IsAlwaysServed && reactor != EpollWorkerDriver.ReactorOfThisThread)
        {
            Register(static () => EpollThread.Reactor);
        }
        else if (EpollThread.Serves(reactor) && EpollWorkerDriver.ReactorOfThisThread is { IsAlwaysServed: true })
        {
            Register(static () => EpollWorkerDriver.ReactorOfThisThread!); // some stranger has waited for it once; now a worker does, and sleeps on its own
        }
    }

    /// <summary>Registers the socket anew. If the system refuses, all calls that wait are told, because nobody serves them now, and nothing is thrown: each of them, also that of
    /// the caller, may be in another use by then, so it must not be touched again.</summary>
    private void Register(Func<EpollReactor> choose)
    {
        try
        {
            Move(choose());
        }
        catch (Exception e)
        {
            AbandonAll(ref _in, e);
            AbandonAll(ref _out, e);
        }
    }

    private void Move(EpollReactor reactor)
    {
        lock (this)
        {
            if (IsClosed || _reactor == reactor)
            {
                return;
            }

            _reactor?.Unregister(_place, Descriptor);
            _reactor = null;
            if (!reactor.TryRegister(this, out _place))
            {
                reactor = EpollThread.Reactor;
                bool registered = reactor.TryRegister(this, out _place);
                Debug.Assert(registered, "The thread that serves everybody never ends.");
            }

            Volatile.Write(ref _reactor, reactor);
        }
    }

    private void Perform(ref Readiness direction)
    {
        while (direction.TakeReady() is { } call)
        {
            uint edges = direction.Edges;
            if (!call.TryPerform(edges))
            {
                direction.Refuse(edges);
                if (direction.TryAdd(call, first: true))
                {
                    Settle(ref direction, call);
                }
                else
                {
                    // An edge came in between. It is passed on by whoever has the turn, which is us.
                    Retry(ref direction, call);
                }
            }
        }
    }

    private void Retry(ref Readiness direction, ISocketCall call)
    {
        uint edges;
        do
        {
            edges = direction.Edges;
            if (call.TryPerform(edges))
            {
                return;
            }

            direction.Refuse(edges);
        }
        while (!direction.TryAdd(call, first: true));
        Settle(ref direction, call);
    }

    /// <summary>A call was put back into its queue, from which it had been taken: meanwhile the socket may have seemed to be awaited by nobody.</summary>
    private void Settle(ref Readiness direction, ISocketCall call)
    {
        Interlocked.MemoryBarrier(); // as in TryWait
        if (Volatile.Read(ref _reactor) is null && !IsClosed)
        {
            EnsureServed();
        }

        AbandonIfTooLate(ref direction, call);
    }

    /// <summary>A call was put into the queue: whoever closed the socket or cancelled the call before may not have found it there.</summary>
    private void AbandonIfTooLate(ref Readiness direction, ISocketCall call)
    {
        if (IsClosed)
        {
            AbandonAll(ref direction); // ours may be ended and in another use by now, so it is not asked for
        }
        else if (direction.Remove(call, onlyIfCancelled: true))
        {
            call.Abandon(null);
        }
    }

    /// <param name="direction">Whose calls.</param>
    /// <param name="refusal">Why nobody serves them; null: the socket is closed.</param>
    private void AbandonAll(ref Readiness direction, Exception? refusal = null)
    {
        while (direction.HasCalls)
        {
            // Made before a call is taken out: what was taken out must end.
            Exception error = refusal is null ? new ObjectDisposedException(GetType().FullName, $"{Name} was closed while a call was under way.") : CannotWait(refusal);
            direction.Take()?.Abandon(error);
        }
    }

    private void Refuse(int calls, int mark)
    {
        ObjectDisposedException.ThrowIf((calls & Closed) != 0, this);
        throw new InvalidOperationException(
            $"{Name}: another {(mark == Receiving ? "receiving" : "sending")} call is under way; one at a time is allowed in each direction.");
    }
}
