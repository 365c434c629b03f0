namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Timers;

/// <summary>One lane of a work-stealing runtime: its queues, its timers, its driver. A state, not a thread: a thread runs it.</summary>
/// <remarks>
/// <para>Where an item goes. A woken one goes into the slot, from where it runs next, while what it needs is in the cache; what it displaces goes
/// into <c>_ready</c> and is worth waking somebody for. A spawned one goes into <c>_fresh</c>; from the second on it is worth waking somebody for, so a
/// single child stays here. A yield goes into <c>_ready</c>, behind everything, and alone wakes nobody.</para>
/// <para><c>_fresh</c> is run newest first, so that a tree of tasks is walked depth first and stays small in memory; thieves take its oldest, the largest
/// subtrees. <c>_ready</c> is run oldest first, so that nobody starves.</para>
/// <para>Only the thread that runs the worker calls what is not marked otherwise.</para>
/// </remarks>
internal sealed partial class Worker
{
    /// <summary>Every so many items the worker looks outside and at its oldest work. A prime, so as not to beat with the user's loops (Go and tokio use 61, too).</summary>
    private const int OutsideInterval = 61;

    /// <summary>How often in a row the slot may go first: two tasks that wake each other must not keep a worker for ever.</summary>
    private const int MaxSlotRun = 3;

    /// <summary>The same for pinned items.</summary>
    private const int MaxPinnedRun = 8;

    private const int WheelLevels = 6;

    private readonly WorkStealingRuntime _runtime;
    private readonly IdleSet _idle;
    private readonly WorkDeque _fresh = new();
    private readonly WorkDeque _ready = new();
    private readonly InjectionQueue _pinned = new();

    /// <summary>What runs next. Exchanged, because thieves may take it from a stuck worker.</summary>
    private WorkItem? _slot;

    /// <summary>A hint: the one item in <c>_ready</c> is a yield, of which a thief has nothing.</summary>
    private bool _onlyYield;

    /// <summary>The worker seems stuck: thieves may also take what is otherwise left to it.</summary>
    private bool _offersAll;
    private int _slotRun;
    private int _pinnedRun;
    private bool _readyFirst;
    private bool _isOutsideDue;
    private bool _injectedFirst;
    private bool _isSearcher;
    private bool _isParked;

    /// <summary>The driver is completing what it has found.</summary>
    private bool _isPolling;
    private BatchTimes _batches;
    private int _batch;

    /// <summary>The contexts of this thread are still those of the last task.</summary>
    private bool _isUnclean;
    private Seat? _seat;
    private uint _tick;
    private uint _random;
    private WorkerDriver? _driver;

    public Worker(WorkStealingRuntime runtime, IdleSet idle, int index)
    {
        _runtime = runtime;
        _idle = idle;
        Index = index;
        _random = (uint)(index * 2654435761) | 1;
        Wheel = new TimerWheel(WheelLevels, MonotonicClock.Milliseconds);
    }

    /// <summary>The worker that the calling thread runs, or null.</summary>
    public static Worker? Current => Slice.Existing?.Worker;

    public WorkStealingRuntime Runtime => _runtime;

    /// <summary>The worker's number, from 0.</summary>
    public int Index { get; }

    /// <summary>The key by which items are pinned to this worker.</summary>
    public int Affinity => Index + 1;

    /// <summary>The timers that were started here. Any thread may use it.</summary>
    public TimerWheel Wheel { get; }

    /// <summary>Any thread: counts items; one that stands still although the worker is awake tells of a blocked thread.</summary>
    public uint Tick => Volatile.Read(ref _tick);

    /// <summary>Any thread: whether the worker sleeps or is about to.</summary>
    public bool IsParked => Volatile.Read(ref _isParked);

    /// <summary>Any thread: how many items wait here.</summary>
    public long QueueLength => _fresh.Count + _ready.Count + _pinned.Count + (Volatile.Read(ref _slot) is null ? 0 : 1);

    /// <summary>Any thread: counts the times that the driver had something; while it stays the same and items wait, they wait long.</summary>
    public int Batch => Volatile.Read(ref _batch);

    public long Polls { get; private set; }

    public long Steals { get; private set; }

    public long Parks { get; private set; }

    /// <summary>Any thread: whether there is something that another worker may take.</summary>
    public bool HasStealable
        => _fresh.Count > LeftInFresh || _ready.Count > LeftInReady || (Volatile.Read(ref _offersAll) && Volatile.Read(ref _slot) is not null);

    /// <summary>A single child stays with its parent's worker.</summary>
    private int LeftInFresh => Volatile.Read(ref _offersAll) ? 0 : 1;

    private int LeftInReady => Volatile.Read(ref _onlyYield) && !Volatile.Read(ref _offersAll) ? 1 : 0;

    /// <summary>Ends when the worker has ended, on whichever thread.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The worker's driver, once it has one. Disposing it is the business of whoever runs the worker last.</summary>
    public WorkerDriver? Driver
    {
        get => _driver;
        set => Volatile.Write(ref _driver, value);
    }

    /// <summary>Replaces the parker that a worker begins with. Called in a slice of the worker, so it is awake.</summary>
    /// <remarks>Whoever read the old driver to wake the worker did so before it is parked again: because the worker slept, which it does no more; or
    /// to stop, which the worker sees before it parks. So no wake-up is lost with the old one, and a late one does no harm.</remarks>
    /// <returns>False if the worker has a driver already.</returns>
    public bool TryAttach(Func<WorkerInfo, WorkerDriver> factory)
    {
        if (_driver is not ThreadParker parker)
        {
            return false;
        }

        WorkerDriver driver = factory(new WorkerInfo(_runtime, Index, Affinity));
        ArgumentNullException.ThrowIfNull(driver);
        Driver = driver;
        WorkerDriver.Current = driver;
        parker.Dispose();
        return true;
    }

    /// <summary>Runs the worker on the calling thread until the runtime stops, or another thread takes it over.</summary>
    /// <returns>False: it is another thread's now, and this one has a permit to give back.</returns>
    public bool Run(Seat seat)
    {
        Install(seat);
        Slice slice = seat.Slice;
        while (true)
        {
            WorkItem? item = Next() ?? Search();
            if (item is null)
            {
                if (_runtime.IsStopping)
                {
                    break;
                }

                Park();
                PollDriver(); // what ended the sleep, before anything else
                continue;
            }

            if (_isSearcher)
            {
                StopSearching();
            }

            Polls++;
            if (item.TryExecuteUnclean(_runtime, slice))
            {
                if (seat.Worker is null && !TryReturn(seat, item))
                {
                    EndGuest(seat, isUnclean: true);
                    return false;
                }

                _isUnclean = true;
                continue;
            }

            bool isUnclean = false;
            if (item.MayBlock)
            {
                isUnclean = RunBlocking(item, seat);
            }
            else
            {
                Clean();
                item.Execute(_runtime, seat.Home, null);
            }

            if (seat.Worker is null && !TryReturn(seat, item))
            {
                EndGuest(seat, isUnclean);
                return false;
            }

            _isUnclean |= isUnclean;
        }

        Clean();
        seat.Worker = null;
        slice.Driver = null;
        slice.Worker = null;
        return true;
    }

    /// <summary>The calling thread begins to run the worker: as the first one, or after another was blocked in the middle of a slice.</summary>
    private void Install(Seat seat)
    {
        seat.Worker = this;
        seat.Home = ExecutionContext.Capture();
        seat.Slice.Worker = this;
        seat.Slice.Driver = _driver;
        _seat = seat;
        Volatile.Write(ref _thread, Thread.CurrentThread);
        Volatile.Write(ref _slice, seat.Slice);
        _isUnclean = false;
    }

    /// <summary>The slice of a guest is over. Nothing of the worker may be touched: it is another thread's.</summary>
    private static void EndGuest(Seat seat, bool isUnclean)
    {
        seat.Origin = null;
        if (isUnclean)
        {
            CleanThread(seat);
        }
    }

    /// <summary>Queues an item that this worker's own thread made ready.</summary>
    public void Schedule(WorkItem item, ScheduleReason reason)
    {
        if (reason == ScheduleReason.Yield)
        {
            Volatile.Write(ref _onlyYield, _ready.IsEmpty);
            _ready.Push(item);
            if (_ready.Count > 1)
            {
                _idle.Notify();
            }

            return;
        }

        if (reason == ScheduleReason.Spawn)
        {
            if (_fresh.Push(item))
            {
                _idle.Notify();
            }

            return;
        }

        if (_isPolling)
        {
            // A batch is served in its order, and here: waking another processor for work that is done in less time than it takes to get up costs more than it brings.
            // If the batch is expected to take long, help is called once it is complete; if it turns out to, the monitor does.
            Volatile.Write(ref _onlyYield, false);
            _ready.Push(item);
            return;
        }

        if (Interlocked.Exchange(ref _slot, item) is { } displaced)
        {
            Volatile.Write(ref _onlyYield, false);
            _ready.Push(displaced);
            _idle.Notify();
        }
    }

    /// <summary>Any thread: queues an item that must run here.</summary>
    public void SchedulePinned(WorkItem item)
    {
        _pinned.Add(item);
        Interlocked.MemoryBarrier(); // against Park: it sees the item, or we see that it sleeps
        if (IsParked)
        {
            Unpark();
        }
    }

    /// <summary>Any thread: wakes the worker's thread.</summary>
    public void Unpark() => Volatile.Read(ref _driver)?.Unpark();

    /// <summary>Any thread: the worker seems stuck; thieves may take what else they leave to it: what waits in its slot, and a yield.</summary>
    public void OfferAll() => Volatile.Write(ref _offersAll, true);

    /// <summary>A temporary worker: takes one item of a worker that is stuck.</summary>
    public WorkItem? TakeForHelp()
        => Volatile.Read(ref _offersAll) ? _ready.TryTake(out _) ?? Interlocked.Exchange(ref _slot, null) ?? _fresh.TryTake(out _) : null;

    /// <summary>Starts a timer here.</summary>
    public void StartTimer(TimerNode timer, long due, bool isFar)
    {
        if (due < Wheel.NextDue)
        {
            // How long slices take is not known well enough to leave a nearer deadline to chance. One that is far off gives time for a few.
            _untilTimers = isFar ? Math.Min(_untilTimers, FewItems) : 1;
        }

        Wheel.Start(timer, due);
    }

    /// <summary>Takes out everything that waits, when the runtime has stopped.</summary>
    public WorkItem? TakeAny()
        => Interlocked.Exchange(ref _slot, null) ?? _pinned.TryTake() ?? _ready.TryTake(out _) ?? _fresh.TryTake(out _);

    /// <summary>Takes away what the last task's slice left on this thread. A task's next slice would replace it all, so it is only done before anything else runs.</summary>
    private void Clean()
    {
        if (_isUnclean)
        {
            _isUnclean = false;
            CleanThread(_seat!);
        }
    }

    private static void CleanThread(Seat seat)
    {
        Slice.End();
        SynchronizationContext.SetSynchronizationContext(null);
        ExecutionContext.Restore(seat.Home!);
    }

    private WorkItem? Next()
    {
        uint tick = _tick + 1;
        Volatile.Write(ref _tick, tick);
        if (_offersAll)
        {
            Volatile.Write(ref _offersAll, false); // not stuck after all, or no longer
        }

        if (--_untilTimers <= 0)
        {
            CheckTimers();
        }

        _isOutsideDue |= tick % OutsideInterval == 0;
        if (_slot is not null && _slotRun < MaxSlotRun && Interlocked.Exchange(ref _slot, null) is { } next)
        {
            _slotRun++;
            return next;
        }

        _slotRun = 0;
        if (_isOutsideDue)
        {
            // After the slot: who waits there may hold a lock, and whoever ran before it would queue up for it.
            _isOutsideDue = false;
            if (LookOutside() is { } outside)
            {
                return outside;
            }
        }

        if (_pinnedRun < MaxPinnedRun && _pinned.TryTake() is { } pinned)
        {
            _pinnedRun++;
            return pinned;
        }

        _pinnedRun = 0;
        _readyFirst = !_readyFirst; // not by the tick: a loop of even length would always meet the same side
        WorkItem? item = _readyFirst ? _ready.TryTakeOwn() ?? _fresh.TryPop() : _fresh.TryPop() ?? _ready.TryTakeOwn();
        return item ?? Own() ?? _runtime.Injected.TryTake();
    }

    private void PollDriver()
    {
        if (!_driver!.HasPending)
        {
            _batches.Close();
            return;
        }

        Clean();
        _isPolling = true;
        bool any = _driver.Poll();
        _isPolling = false;
        if (any || _batches.IsOpen)
        {
            _batches.Note(MonotonicClock.Microseconds, Polls, any, _ready.Count);
        }

        if (any)
        {
            Volatile.Write(ref _batch, _batch + 1);
            if (_batches.IsLong && !_isSearcher)
            {
                _idle.Notify();
            }
        }
    }

    /// <summary>What would starve if only the newest work ran: the driver, the outside, and the oldest spawned task.</summary>
    private WorkItem? LookOutside()
    {
        PollDriver();
        _injectedFirst = !_injectedFirst;
        return _injectedFirst ? _runtime.Injected.TryTake() ?? _fresh.TryTakeOldest() : _fresh.TryTakeOldest() ?? _runtime.Injected.TryTake();
    }
}
