namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Timers;

/// <summary>What a worker does when it has nothing to do: search, then sleep.</summary>
internal sealed partial class Worker
{
    /// <summary>The most items a thief takes at once: enough to pay for the search, few enough to leave the victim its own.</summary>
    private const int MaxBatch = 32;

    /// <summary>Between two looks at what comes from outside: a line that only outsiders write, so looking disturbs nobody.</summary>
    private const int SpinsBetweenLooks = 3;

    /// <summary>How many of those pass between two looks at the others' queues, each of which costs the victim some cache misses.</summary>
    private const int LooksBetweenSteals = 16;

    /// <summary>How many of the items that are ready the search has got from the driver, if nobody is to be woken for them.</summary>
    private int _polled;

    /// <summary>Looks for work, for a while. Null: there is none, and the worker must sleep.</summary>
    private WorkItem? Search()
    {
        if (!_isSearcher)
        {
            if (!_idle.TryBeginSearch())
            {
                // One searcher is enough; but it may still be getting up, so a single look does no harm and may save a sleep.
                return LookEverywhere();
            }

            _isSearcher = true;
        }

        long start = MonotonicClock.Microseconds;
        while (true)
        {
            if (LookEverywhere() is { } item)
            {
                return item;
            }

            int spin = _driver!.SpinMicroseconds;
            if (_runtime.IsStopping || spin < 0 || MonotonicClock.Microseconds - start >= Math.Max(_runtime.SpinMicroseconds, spin))
            {
                return null;
            }

            for (int i = 0; i < LooksBetweenSteals; i++)
            {
                if (!_pinned.IsEmpty || _runtime.Injected.TryTake() is not { } injected)
                {
                    Thread.SpinWait(SpinsBetweenLooks);
                }
                else
                {
                    return injected;
                }
            }
        }
    }

    private WorkItem? LookEverywhere()
    {
        _polled = 0;
        if (_runtime.Injected.TryTake() is { } injected)
        {
            return injected;
        }

        int before = _ready.Count;
        PollDriver();
        _polled = _batches.IsLong || _runtime.Monitor is null ? 0 : _ready.Count - before; // the monitor sees it if that was a mistake
        FireDueTimers();
        return Own() ?? Steal();
    }

    /// <summary>What timers, the driver or others may have put here since.</summary>
    private WorkItem? Own()
        => (_slot is null ? null : Interlocked.Exchange(ref _slot, null)) ?? _pinned.TryTake() ?? _ready.TryTakeOwn() ?? _fresh.TryPop();

    private WorkItem? Steal()
    {
        Worker[] workers = _runtime.Workers;
        int first = (int)(NextRandom() % (uint)workers.Length);
        for (int i = 0; i < workers.Length; i++)
        {
            Worker victim = workers[(first + i) % workers.Length];
            if (victim != this && victim.HasStealable && StealFrom(victim) is { } item)
            {
                return item;
            }
        }

        return null;
    }

    private WorkItem? StealFrom(Worker victim)
    {
        WorkItem? item = TakeBatch(victim._fresh, _fresh, victim.LeftInFresh);
        if (item is null)
        {
            item = TakeBatch(victim._ready, _ready, victim.LeftInReady);
            Volatile.Write(ref _onlyYield, false);
        }

        if (item is null && Volatile.Read(ref victim._offersAll))
        {
            item = Interlocked.Exchange(ref victim._slot, null);
        }

        if (item is not null)
        {
            Steals++;
        }

        return item;
    }

    /// <summary>Takes the oldest item to run it, and up to half of the rest into a queue of ours.</summary>
    private WorkItem? TakeBatch(WorkDeque from, WorkDeque to, int leave)
    {
        int count = from.Count;
        if (count <= leave)
        {
            return null;
        }

        WorkItem? first = from.TryTake(out _);
        if (first is null)
        {
            return null;
        }

        for (int more = Math.Min(count / 2, MaxBatch); more > 1 && from.TryTake(out _) is { } item; more--)
        {
            to.Push(item);
            Steals++;
        }

        return first;
    }

    /// <summary>The search has found something: lets another begin one if more is waiting.</summary>
    private void StopSearching()
    {
        _isSearcher = false;
        _idle.EndSearch();
        if (!_runtime.Injected.IsEmpty || !_fresh.IsEmpty || _ready.Count > _polled || OthersHaveWork())
        {
            _idle.Notify(); // also for what was added while we kept others from being woken
        }
    }

    private void Park()
    {
        Clean();
        _fresh.Sweep();
        _ready.Sweep();
        Volatile.Write(ref _isParked, true);
        long wakeAt = _idle.AddSleeper(this, _runtime.NextTimerDue());

        // From here on we can be woken. What was added before somebody could see that, must be found by the last look.
        if (_isSearcher)
        {
            _isSearcher = false;
            _idle.EndSearch();
        }
        else
        {
            Interlocked.MemoryBarrier();
        }

        if (_idle.Sleeping < _runtime.Workers.Length)
        {
            Interlocked.MemoryBarrierProcessWide(); // stands in for the fence that other workers' pushes do without
        }

        if (!_runtime.IsStopping && !HasAnyWork() && _runtime.NextTimerDue() >= Math.Min(wakeAt, _idle.KeeperDue))
        {
            Parks++;
            _driver!.Park(TimeUntil(wakeAt));
        }

        Volatile.Write(ref _isParked, false);
        Interlocked.MemoryBarrier(); // the monitor sees that we are awake, or we see that it sleeps
        _runtime.Monitor?.Poke();
        if (!_idle.RemoveSleeper(this))
        {
            _isSearcher = true; // whoever woke us made us the searcher
        }
    }

    private bool HasAnyWork() => !_runtime.Injected.IsEmpty || QueueLength > 0 || OthersHaveWork();

    private bool OthersHaveWork()
    {
        foreach (Worker worker in _runtime.Workers)
        {
            if (worker != this && worker.HasStealable)
            {
                return true;
            }
        }

        return false;
    }

    private static TimeSpan TimeUntil(long tick)
        => tick == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Clamp(tick - MonotonicClock.Milliseconds, 0, int.MaxValue));

    private uint NextRandom()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return _random;
    }
}
