namespace AsyncStd.Runtimes.Executors;

/// <summary>Who sleeps, who searches, and who watches the clock meanwhile: how work finds a worker and no wake-up is lost.</summary>
/// <remarks>
/// <para>At most one worker searches. Whoever adds work looks first at the searcher (one is enough: it will find the work), then at the sleepers,
/// and wakes one as the new searcher. Whoever searches and gives up says so <em>before</em> it looks at all queues a last time. So either the
/// adder sees that nobody searches, or the searcher sees the work.</para>
/// <para>That is Dekker's pattern and needs a full fence on both sides. Adding is the frequent side: items pushed to a worker's own deque go
/// without one, and the sleeper instead issues a fence for the whole process. Additions from outside have their own fence.</para>
/// <para>The keeper is the sleeper that wakes for the next timer. It is at the bottom of the stack, others are woken first. When the keeper leaves there
/// is none until the next worker goes to sleep; meanwhile the awake ones look at the wheels, and the monitor looks after them.</para>
/// </remarks>
internal sealed class IdleSet
{
    private readonly object _lock = new();
    private readonly List<Worker> _sleepers = [];
    private int _sleeping;
    private int _searching;
    private Worker? _keeper;
    private long _keeperDue = long.MaxValue;

    /// <summary>Workers that sleep or are about to.</summary>
    public int Sleeping => Volatile.Read(ref _sleeping);

    /// <summary>The tick for which a sleeper is set to wake; the far future if there is none.</summary>
    public long KeeperDue => Volatile.Read(ref _keeperDue);

    /// <summary>Whether <see cref="Notify"/> would do anything: somebody sleeps and nobody searches.</summary>
    public bool WantsNotice => Volatile.Read(ref _searching) == 0 && Volatile.Read(ref _sleeping) > 0;

    /// <summary>There may be work that nobody looks for: wakes a sleeper to search, unless one searches already.</summary>
    public void Notify()
    {
        if (WantsNotice)
        {
            WakeOne();
        }
    }

    /// <summary>The same with a fence before the look, for those that have none of their own.</summary>
    public void NotifyFenced()
    {
        Interlocked.MemoryBarrier();
        Notify();
    }

    /// <summary>An awake worker has run out of work; true if it may search.</summary>
    public bool TryBeginSearch() => Volatile.Read(ref _searching) == 0 && Interlocked.CompareExchange(ref _searching, 1, 0) == 0;

    /// <summary>The searcher has found something, or gives up. A full fence.</summary>
    public void EndSearch() => Interlocked.Exchange(ref _searching, 0);

    /// <summary>A worker is about to sleep: from now on it can be woken.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="nextDue">The earliest tick of all wheels.</param>
    /// <returns>The tick at which it must wake; the far future if somebody else keeps the time.</returns>
    public long AddSleeper(Worker worker, long nextDue)
    {
        lock (_lock)
        {
            _sleepers.Add(worker);
            Volatile.Write(ref _sleeping, _sleepers.Count);
            if (_keeper is null || nextDue < _keeperDue)
            {
                _keeper = worker;
                Volatile.Write(ref _keeperDue, nextDue);
                return nextDue;
            }

            return long.MaxValue;
        }
    }

    /// <summary>A worker is awake again. True if it got up by itself; false if it was taken out by <see cref="Notify"/>, and so is the searcher.</summary>
    public bool RemoveSleeper(Worker worker)
    {
        lock (_lock)
        {
            DropKeeper(worker);
            bool present = _sleepers.Remove(worker);
            Volatile.Write(ref _sleeping, _sleepers.Count);
            return present;
        }
    }

    /// <summary>A timer was started that is due sooner than the keeper will wake: the keeper must look again.</summary>
    public void WakeKeeper()
    {
        Worker? keeper;
        lock (_lock)
        {
            keeper = _keeper;
        }

        keeper?.Unpark();
    }

    /// <summary>Wakes everybody, to end.</summary>
    public void WakeAll()
    {
        lock (_lock)
        {
            foreach (Worker worker in _sleepers)
            {
                worker.Unpark();
            }
        }
    }

    private void WakeOne()
    {
        while (Interlocked.CompareExchange(ref _searching, 1, 0) == 0)
        {
            if (TakeSleeper() is { } worker)
            {
                worker.Unpark();
                return;
            }

            // Nobody to wake. While we held the mark others relied on it, and somebody may have gone to sleep: look again.
            EndSearch();
            if (Sleeping == 0)
            {
                return;
            }
        }
    }

    private Worker? TakeSleeper()
    {
        lock (_lock)
        {
            int last = _sleepers.Count - 1;
            if (last < 0)
            {
                return null;
            }

            Worker worker = _sleepers[last];
            _sleepers.RemoveAt(last);
            Volatile.Write(ref _sleeping, last);
            DropKeeper(worker);
            return worker;
        }
    }

    private void DropKeeper(Worker worker)
    {
        if (_keeper == worker)
        {
            _keeper = null;
            Volatile.Write(ref _keeperDue, long.MaxValue);
        }
    }
}
