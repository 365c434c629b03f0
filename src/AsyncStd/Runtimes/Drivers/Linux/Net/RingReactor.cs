namespace AsyncStd.Runtimes.Drivers.Linux;

using System.IO;
using System.Runtime.CompilerServices;

/// <summary>An epoll instance and a ring over it: what is received, and what waits for room to send, goes through the ring; all else is told by epoll, which the ring watches.</summary>
/// <remarks>
/// <para>So whoever has the turn waits with one system call, io_uring_enter(2), which submits what was queued since, too.</para>
/// <para>Invariants. Requests are written, slots taken and given back under <c>_submitting</c>, and by nobody after <c>_hasEnded</c>. A slot belongs to one call from its submission to its
/// completion, and so do the call's descriptor and buffer. A ticket is the slot's number and how often it was used, so that a cancellation that comes late finds nobody.
/// Completions are taken by whoever has the turn. What looks at the ring without the lock is called by workers that have not left, or with the turn, which the end takes.</para>
/// <para>A request is handed to the kernel when somebody waits; by a worker that does not come to wait, at the second look since; by a worker that sleeps without the turn, before it does; and by the
/// monitor for one that is stuck. The kernel finishes a request on the thread that submitted it. If that thread is gone, the request comes back cancelled, and the call
/// goes on with epoll. So it does if the ring cannot take it.</para>
/// </remarks>
internal sealed class RingReactor : EpollReactor
{
    private const uint Requests = 256;
    private const uint Completions = 4096;
    private const ulong OfEpoll = ulong.MaxValue;
    private const ulong OfCancellation = ulong.MaxValue - 1;
    private const int PollIn = 1; // POLLIN
    private const int CancelAll = 1 << 0 | 1 << 2; // IORING_ASYNC_CANCEL_ALL, _ANY
    private const int Portion = 64;

    /// <summary>Looks for completions that do not submit what waits: the first after something was queued is often the last before a wait, which submits anyway.</summary>
    private const int LooksWithoutSubmitting = 1;

    private readonly Lock _submitting = new();
    private readonly Ring _ring;
    private readonly Stack<int> _freeSlots = [];

    /// <summary>Calls that the kernel has not been asked to give back yet, since there was no room to say so.</summary>
    private readonly Queue<ulong> _unsaid = [];
    private readonly IRingCall[] _ended = new IRingCall[Portion];
    private readonly int[] _results = new int[Portion];
    private Slot[] _slots = [];
    private int _inFlight;
    private int _looks;

    /// <summary>How often requests were handed to the kernel.</summary>
    private uint _submissions;
    private bool _watchesEpoll;
    private bool _epollHasMore;
    private bool _hasEnded;

    private RingReactor(Ring ring)
        : base(isAlwaysServed: true)
        => _ring = ring;

    /// <inheritdoc/>
    public override bool HasSources => Volatile.Read(ref _inFlight) > 0 || base.HasSources;

    /// <summary>Makes a reactor with a ring; null if the system refuses the ring.</summary>
    /// <exception cref="IOException">The system refused epoll.</exception>
    public static RingReactor? TryMake(RingCalls calls, out string? refusal)
    {
        Ring? ring = Ring.TryMake(calls, Requests, Completions, out int error);
        refusal = ring is null ? RingSupport.Explain("io_uring_setup", error) : null;
        if (ring is null)
        {
            return null;
        }

        try
        {
            return new RingReactor(ring);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Asks the kernel to perform a call, at the latest when the calling worker next waits.</summary>
    /// <returns>False if the ring cannot take it.</returns>
    public bool TrySubmit(IRingCall call, RingRequest request)
    {
        lock (_submitting)
        {
            if (_hasEnded)
            {
                return false;
            }

            if (!_freeSlots.TryPop(out int index))
            {
                index = AddSlots();
            }

            ref Slot slot = ref _slots[index];
            call.Ticket = ((ulong)slot.Uses << 32) | (uint)index;
            slot.Call = call;
            if (!TryWrite(request with { Data = call.Ticket }))
            {
                slot.Call = null;
                _freeSlots.Push(index);
                return false;
            }

            Volatile.Write(ref _inFlight, _inFlight + 1);
            if (EpollWorkerDriver.RingOfThisThread != this)
            {
                Submit(); // a guest does not come to wait
            }

            return true;
        }
    }

    /// <summary>Asks the kernel to give a call back soon. It completes with what it has, or as cancelled. From any thread, however late.</summary>
    public void Cancel(ulong ticket)
    {
        lock (_submitting)
        {
            if (_hasEnded)
            {
                return;
            }

            if (!TryWrite(CancellationOf(ticket)))
            {
                _unsaid.Enqueue(ticket); // the queue is full, and memory too short for the kernel to empty it
            }

            Submit();
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        if (_ring.Waiting > 0)
        {
            FlushFromOutside();
        }
    }

    /// <inheritdoc/>
    public override void FlushFromOutside()
    {
        lock (_submitting)
        {
            if (!_hasEnded && (_ring.Waiting > 0 || _unsaid.Count > 0))
            {
                Submit();
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Whoever has the turn may sleep, and the worker that queued the request may not look for a long time.</remarks>
    public override void FlushIfForgotten(ref uint seen)
    {
        uint submissions = Volatile.Read(ref _submissions);
        if (submissions == seen)
        {
            FlushFromOutside();
        }

        seen = submissions;
    }

    /// <summary>Ends the wait that is under way, or the next one. From any thread.</summary>
    /// <remarks>By a request that does nothing, which is over as soon as it is submitted. The event of epoll would be passed on by the thread that submitted the watch over it, and that one
    /// may sleep in the kernel.</remarks>
    public override void WakeUp()
    {
        bool isSubmitted;
        lock (_submitting)
        {
            // What the kernel did not take, because memory is short, wakes nobody now.
            isSubmitted = !_hasEnded && TryWrite(new RingRequest { Operation = RingRequest.Nothing, Descriptor = -1, Data = OfCancellation }) && Submit();
        }

        if (!isSubmitted)
        {
            base.WakeUp();
        }
    }

    /// <inheritdoc/>
    public override void FlushIfOld()
    {
        if (_ring.Waiting > 0 && ++_looks > LooksWithoutSubmitting)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public override bool Wait(int milliseconds)
    {
        if (_ring.HasCompletions || _epollHasMore)
        {
            FlushIfOld(); // as long as there is always something there is no wait, which would submit
            return true;
        }

        int toSubmit;
        lock (_submitting)
        {
            WatchEpoll();
            SaysMore();
            toSubmit = _ring.Waiting;
        }

        if (milliseconds == 0 && !_ring.WantsKernel && (toSubmit == 0 || ++_looks <= LooksWithoutSubmitting))
        {
            return false;
        }

        _looks = 0;
        Volatile.Write(ref _submissions, _submissions + 1);
        _ = _ring.Enter(toSubmit, milliseconds); // refused or interrupted: what was not submitted waits for the next time
        return _ring.HasCompletions;
    }

    /// <inheritdoc/>
    public override bool Dispatch()
    {
        bool asksEpoll = _epollHasMore;
        int passed = CompleteAll(ref asksEpoll, out long last);
        if (asksEpoll)
        {
            base.Wait(0);
            _epollHasMore = HasFetchedAll;
            int events = DispatchEvents(out long lastEvent);
            passed += events;
            last = events > 0 ? lastEvent : last;
            lock (_submitting)
            {
                WatchEpoll(); // not only before the next wait, which may be long in coming
            }
        }

        NoteBatch(passed, last);
        return passed > 0;
    }

    /// <summary>Has the kernel give back all calls, which then wait elsewhere.</summary>
    protected override void OnEnding()
    {
        lock (_submitting)
        {
            _hasEnded = true;
            _unsaid.Clear(); // all calls are asked for now
            while (!_ring.TryWrite(new RingRequest { Operation = RingRequest.AsyncCancel, Descriptor = -1, Flags = CancelAll, Data = OfCancellation }))
            {
                Submit();
            }

            Submit();
        }

        // A call that has ended here goes on with the process's thread, since this reactor takes nothing any more.
        const int aWhile = 10;
        bool asksEpoll = false;
        CompleteAll(ref asksEpoll, out _);
        while (Volatile.Read(ref _inFlight) > 0)
        {
            _ = _ring.Enter(_ring.Waiting, aWhile);
            CompleteAll(ref asksEpoll, out _);
        }

        _ring.Dispose();
    }

    /// <summary>Ends the calls that the kernel is done with.</summary>
    private int CompleteAll(ref bool asksEpoll, out long last)
    {
        int passed = 0;
        last = 0;
        while (TakePortion(out int count, ref asksEpoll))
        {
            for (int i = 0; i < count; i++)
            {
                IRingCall call = _ended[i];
                _ended[i] = null!;
                last = RuntimeHelpers.GetHashCode(call); // a socket has the same call each time
                try
                {
                    call.Complete(_results[i]);
                }
                catch (Exception e)
                {
                    PoolRuntime.Shared.ReportUnhandled(e, null); // one call's fault must cost neither the others nor the worker
                }
            }

            passed += count;
        }

        return passed;
    }

    /// <summary>Takes some completions out, with their calls.</summary>
    /// <returns>Whether there were any.</returns>
    private bool TakePortion(out int count, ref bool asksEpoll)
    {
        count = 0;
        if (!_ring.HasCompletions)
        {
            return false;
        }

        lock (_submitting)
        {
            while (count < Portion && _ring.TryTake(out ulong data, out int result))
            {
                if (data == OfEpoll)
                {
                    _watchesEpoll = false;
                    asksEpoll = true;
                }
                else if (data != OfCancellation)
                {
                    int index = (int)(uint)data;
                    ref Slot slot = ref _slots[index];
                    (_ended[count], _results[count]) = (slot.Call!, result);
                    count++;
                    slot.Call = null;
                    slot.Uses++;
                    _freeSlots.Push(index);
                }
            }

            Volatile.Write(ref _inFlight, _inFlight - count);
        }

        return true;
    }

    /// <summary>The lock is held.</summary>
    private void WatchEpoll()
    {
        if (!_watchesEpoll && !_hasEnded)
        {
            _watchesEpoll = TryWrite(new RingRequest { Operation = RingRequest.PollAdd, Descriptor = Epoll, Flags = PollIn, Data = OfEpoll });
        }
    }

    private bool TryWrite(in RingRequest request)
    {
        if (_ring.TryWrite(request))
        {
            return true;
        }

        Submit();
        return _ring.TryWrite(request);
    }

    /// <summary>Hands to the kernel what waits. The lock is held.</summary>
    /// <returns>Whether the kernel took all of it.</returns>
    private bool Submit()
    {
        _looks = 0;
        Volatile.Write(ref _submissions, _submissions + 1);
        do
        {
            _ = _ring.Enter(_ring.Waiting, 0);
        }
        while (SaysMore());
        return _ring.Waiting == 0;
    }

    private bool SaysMore()
    {
        int before = _unsaid.Count;
        while (_unsaid.TryPeek(out ulong ticket) && _ring.TryWrite(CancellationOf(ticket)))
        {
            _unsaid.Dequeue();
        }

        return _unsaid.Count < before;
    }

    private static RingRequest CancellationOf(ulong ticket)
        => new() { Operation = RingRequest.AsyncCancel, Descriptor = -1, Address = ticket, Data = OfCancellation };

    private int AddSlots()
    {
        int first = _slots.Length;
        Array.Resize(ref _slots, Math.Max(16, first * 2));
        for (int i = _slots.Length - 1; i > first; i--)
        {
            _freeSlots.Push(i);
        }

        return first;
    }

    private struct Slot
    {
        public IRingCall? Call;
        public uint Uses;
    }
}
