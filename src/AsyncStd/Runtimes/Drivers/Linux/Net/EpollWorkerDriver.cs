namespace AsyncStd.Runtimes.Drivers.Linux;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes.Executors;
using AsyncStd.Runtimes.Timers;

/// <summary>Lets a worker look after its runtime's sockets between tasks, and sleep on them.</summary>
/// <remarks>
/// <para>Of the workers that sleep one has the reactor's turn and sleeps in epoll_wait(2); the others only park their threads. A worker that has events takes the turn back
/// with it and passes them on as soon as it is awake. A worker may sleep without the turn only while another worker has it or is awake, which will come back for more: not while the
/// monitor has it, which looks in once.</para>
/// <para>While another is awake and has looked for events within the last millisecond, a worker with nothing to do leaves them to it. Otherwise it would be woken by the first event of
/// each batch, and the two would take single events in turn, for a system call and a sleep each. One of those that sleep so, the deputy, sees from time to time whether somebody still looks, and
/// takes the turn if not. Invariant: the last one to fall asleep sees that nobody else is awake, and takes the turn.</para>
/// <para>Invariant against lost wake-ups: <see cref="Unpark"/> leaves its mark in the parker and then looks at <c>_waits</c>; <see cref="Park"/> sets <c>_waits</c>
/// and then looks for the mark; both with a full fence between.</para>
/// </remarks>
internal sealed class EpollWorkerDriver : WorkerDriver
{
    /// <summary>How long a worker goes on looking before it sleeps, while one peer alone keeps it busy: waking a sleeping processor takes longer than that peer's
    /// next request. With several peers there is a batch by the time it is awake, and looking would only break it up.</summary>
    private const int SpinMicrosecondsForOnePeer = 80;

    /// <summary>Several peers, of which each goes its own way: looking on would only take a processor from them, and serve them one at a time.</summary>
    private const int NoSpin = -1;

    private const int MaxSpinCredit = 8;

    /// <summary>What a sleep brings that ended so soon that looking on would have spared it.</summary>
    private const int CreditForShortSleep = 3;

    /// <summary>In microseconds: a worker that has looked for events not longer ago is about to look again, for a worker that is awake and has nothing to do.</summary>
    private const int SoonAgain = 100;

    /// <summary>The same for a worker that goes to sleep.</summary>
    private const int StillLooks = 1000;

    /// <summary>In milliseconds: how long the deputy sleeps between two looks at the others, at first and in the end.</summary>
    private const int Patience = 1;
    private const int MostPatience = 2;

    private static readonly ConditionalWeakTable<Runtime, SharedReactor> s_reactors = [];

    private readonly SharedReactor _shared;
    private readonly EpollReactor _reactor;
    private readonly RingReactor? _ring;
    private readonly ThreadParker _parker = new();
    private bool _waits;
    private uint _submissionsSeen;
    private bool _hasFetched;

    /// <summary>Goes up when looking on pays, and down when it does not.</summary>
    private int _spinCredit;

    private EpollWorkerDriver(SharedReactor shared)
    {
        _shared = shared;
        _reactor = shared.Join();
        _ring = _reactor as RingReactor;
        _reactor.WakesUp(); // it is made in a slice of its worker
    }

    /// <summary>The reactor that the calling thread's worker serves, or null.</summary>
    public static EpollReactor? ReactorOfThisThread => Current is EpollWorkerDriver driver ? driver._reactor : null;

    /// <inheritdoc/>
    public override bool HasPending => _hasFetched || _reactor.HasSources;

    /// <inheritdoc/>
    public override int SpinMicroseconds
        => _spinCredit > 0 && _reactor.HasOnePeer ? SpinMicrosecondsForOnePeer
            : _reactor.HasScatteredPeers ? NoSpin
            : 0;

    /// <summary>The ring that the calling thread's worker has, or null.</summary>
    public static RingReactor? RingOfThisThread => Current is EpollWorkerDriver driver ? driver._ring : null;

    /// <summary>Why the ring was refused that a runtime wanted for its workers, so that they have epoll alone; null if none was, so far.</summary>
    public static string? RefusalOf(Runtime runtime) => s_reactors.TryGetValue(runtime, out SharedReactor? shared) ? shared.Refusal : null;

    /// <summary>The reactor for a socket that the calling code waits for: that of its worker, which gets one if it has none; that of its runtime, if the thread only works as a guest;
    /// else that of the thread that serves everybody.</summary>
    public static EpollReactor Choose()
    {
        if (ReactorOfThisThread is { } reactor)
        {
            return reactor;
        }

        if (Slice.Item?.Owner is not { } runtime)
        {
            return EpollThread.Reactor;
        }

        return runtime.TryAttachWorkerDriver(static worker => new EpollWorkerDriver(SharedReactor.Of(worker.Runtime))) ? ReactorOfThisThread!
            : s_reactors.TryGetValue(runtime, out SharedReactor? shared) && shared.Existing is { IsAlwaysServed: true } existing ? existing
            : EpollThread.Reactor;
    }

    /// <inheritdoc/>
    public override bool Poll()
    {
        if (_hasFetched)
        {
            _hasFetched = false; // the turn is still ours
        }
        else if (AnotherLooksSoon() || !_reactor.TryTakeTurn())
        {
            _reactor.FlushIfOld();
            return false;
        }
        else
        {
            if (_reactor.Wait(0))
            {
                _spinCredit = Math.Min(MaxSpinCredit, _spinCredit + 1);
            }

            _reactor.NoteLook(this);
        }

        try
        {
            return _reactor.Dispatch();
        }
        finally
        {
            _reactor.GiveTurn();
        }
    }

    /// <inheritdoc/>
    public override bool PollFromOutside()
    {
        if (!_reactor.TryTakeTurnFromOutside())
        {
            _reactor.FlushFromOutside(); // whoever has the turn may sleep, and knows nothing of what the stuck worker has queued
            return false;
        }

        try
        {
            _reactor.Flush();
            _reactor.NoteLookFromOutside();
            return _reactor.Wait(0) && _reactor.Dispatch();
        }
        finally
        {
            _reactor.GiveTurn();
        }
    }

    /// <inheritdoc/>
    public override bool PollIfNeglected()
    {
        if (_reactor.HasSources && _reactor.IsNeglected)
        {
            return PollFromOutside();
        }

        _reactor.FlushIfForgotten(ref _submissionsSeen);
        return false;
    }

    /// <inheritdoc/>
    public override void Park(TimeSpan timeout)
    {
        if (_hasFetched)
        {
            return;
        }

        if (_reactor.FallsAsleep() == 0 || _reactor.SinceLookOfAnother(this) >= StillLooks)
        {
            SleepOnEvents(timeout);
        }
        else
        {
            long end = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : MonotonicClock.Microseconds + (long)timeout.TotalMicroseconds;
            if (!SleepBesideOthers(timeout, end))
            {
                SleepOnEvents(Left(end));
            }
        }

        _reactor.WakesUp();
    }

    /// <inheritdoc/>
    public override void Unpark()
    {
        _parker.Unpark();
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _waits))
        {
            _reactor.WakeUp();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_hasFetched)
        {
            Poll();
        }

        _reactor.FallsAsleep();
        _shared.Leave();
        _parker.Dispose();
    }

    /// <summary>Whether another worker is awake and has looked for events just now. With a ring it does not matter: looking is free there, and brings what this thread has asked for.</summary>
    private bool AnotherLooksSoon() => _ring is null && _reactor.Awake > 1 && _reactor.SinceLookOfAnother(this) < SoonAgain;

    /// <summary>Parks the thread while others are awake who look for events.</summary>
    /// <returns>Whether the sleep is over; if not, somebody should look for events now, or nobody else is awake.</returns>
    private bool SleepBesideOthers(TimeSpan timeout, long end)
    {
        _reactor.Flush();
        if (!_reactor.TryBecomeDeputy())
        {
            _parker.Park(timeout);
            return true;
        }

        bool isOver;
        int patience = Patience;
        do
        {
            isOver = _parker.ParkFor(end - MonotonicClock.Microseconds < patience * 1000 ? Left(end) : TimeSpan.FromMilliseconds(patience)) || Left(end) == TimeSpan.Zero;
            patience = MostPatience;
        }
        while (!isOver && _reactor.Awake > 0 && _reactor.SinceLookOfAnother(this) < StillLooks);
        _reactor.ResignAsDeputy();
        return isOver;
    }

    /// <summary>What is left until a time in microseconds, in whole milliseconds, as the sleeps take it: rounded, because rounding up each of several would make a timer late.</summary>
    private static TimeSpan Left(long end)
        => end == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(0, (end - MonotonicClock.Microseconds + 500) / 1000));

    /// <summary>Sleeps until there are events, or without them if another worker has the turn.</summary>
    private void SleepOnEvents(TimeSpan timeout)
    {
        // A guest may put a request on the ring, or its first socket on epoll, at any time, and nobody is woken for that: somebody must sleep there already.
        if ((!_reactor.IsAlwaysServed && !_reactor.HasSources) || !_reactor.TryTakeTurnOfServant())
        {
            _reactor.Flush();
            _parker.Park(timeout);
            return;
        }

        Volatile.Write(ref _waits, true);
        Interlocked.MemoryBarrier();
        long start = MonotonicClock.Microseconds;
        _hasFetched = _reactor.Wait(_parker.TryTakeNotice() ? 0 : MillisecondsOf(timeout));
        _reactor.NoteLook(this);
        bool wasShort = _hasFetched && MonotonicClock.Microseconds - start < SpinMicrosecondsForOnePeer;
        _spinCredit = Math.Clamp(_spinCredit + (wasShort ? CreditForShortSleep : -1), 0, MaxSpinCredit);
        Volatile.Write(ref _waits, false);
        _parker.TryTakeNotice();
        if (!_hasFetched)
        {
            _reactor.GiveTurn();
        }
    }

    /// <summary>epoll takes whole milliseconds; rounded up, or a wait below 1 ms would be a busy loop.</summary>
    private static int MillisecondsOf(TimeSpan timeout)
        => timeout == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Min(Math.Ceiling(timeout.TotalMilliseconds), int.MaxValue);

    /// <summary>The reactor of a runtime, for as long as one of its workers has it.</summary>
    private sealed class SharedReactor(bool isAlwaysServed, bool usesRing)
    {
        private EpollReactor? _reactor;
        private string? _refusal;
        private int _members;

        public static SharedReactor Of(Runtime runtime)
            => s_reactors.GetValue(runtime, static runtime => new SharedReactor(isAlwaysServed: runtime is WorkStealingRuntime, usesRing: UsesRing(runtime)));

        /// <summary>A ring needs somebody who always looks after it: the kernel has buffers of whoever called last, and gives them back there.</summary>
        private static bool UsesRing(Runtime runtime) => runtime is WorkStealingRuntime && runtime.Network is LinuxNetwork { UsesRing: true };

        /// <summary>The reactor, if some worker has it; it may end at any time.</summary>
        public EpollReactor? Existing => Volatile.Read(ref _reactor);

        /// <summary>What the system said when the ring was last asked for: one that it grants to the process it may refuse to a runtime, as long as memory or descriptors are short.</summary>
        public string? Refusal => Volatile.Read(ref _refusal);

        public EpollReactor Join()
        {
            lock (this)
            {
                _reactor ??= Make(); // first: what throws leaves nobody behind
                _members++;
                return _reactor;
            }
        }

        private EpollReactor Make()
        {
            string? refusal = null;
            EpollReactor reactor = (usesRing ? RingReactor.TryMake(RingCalls.OfKernel, out refusal) : null) ?? new EpollReactor(isAlwaysServed);
            Volatile.Write(ref _refusal, refusal);
            return reactor;
        }

        public void Leave()
        {
            lock (this)
            {
                if (--_members == 0)
                {
                    _reactor!.End();
                    _reactor = null;
                }
            }
        }
    }
}
