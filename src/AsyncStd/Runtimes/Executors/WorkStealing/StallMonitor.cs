namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Timers;

/// <summary>Looks after workers whose threads do not come back: has those in a section taken over, wakes others for the queues of those that are stuck,
/// fires their timers, calls temporary workers when all are stuck, and reports who blocks.</summary>
/// <remarks>
/// <para>One thread a runtime. It looks every millisecond while there are sections or somebody is stuck, rarely otherwise, and sleeps without a timeout
/// while all workers do. Invariants: <c>_dormant</c> is set under the lock before it does so, and a worker that gets up looks at it afterwards. <c>_watching</c> is
/// cleared before a last look at the sections, and who opens one looks at it afterwards; both have a full fence between.</para>
/// <para>Everything but <see cref="Poke"/>, <see cref="WatchSections"/> and <see cref="Stop"/> runs on the monitor's thread.</para>
/// </remarks>
internal sealed class StallMonitor
{
    private const int ShortInterval = 1;
    private const int LongInterval = 5;
    private const int QuietSamplesBeforeSleep = 20;
    private const int QuietSamplesBeforeLongInterval = 20;

    /// <summary>Over a longer time an average says nothing of now.</summary>
    private static readonly TimeSpan s_longestSample = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new();
    private readonly WorkStealingRuntime _runtime;
    private readonly WatchedWorker[] _workers;
    private readonly TemporaryWorkers _temporary;
    private Thread? _thread;
    private bool _firing;
    private bool _dormant;
    private bool _watching;
    private long _sections;
    private int _quietSections;
    private long _sampledAt;
    private TimeSpan _processorTime;
    private int _blocked;

    public StallMonitor(WorkStealingRuntime runtime)
    {
        _runtime = runtime;
        _temporary = new TemporaryWorkers(runtime);
        _workers = [.. runtime.Workers.Select(static worker => new WatchedWorker(worker))];
    }

    /// <summary>Workers that are blocked by a slice that had not said so.</summary>
    public int BlockedWorkers => Volatile.Read(ref _blocked);

    /// <summary>Threads that work in their place.</summary>
    public int TemporaryWorkers => _temporary.Count;

    /// <summary>Whether the monitor's thread is firing timers.</summary>
    public bool IsFiring => Volatile.Read(ref _firing);

    /// <summary>Whether the calling thread is the monitor's.</summary>
    public bool IsThisThread => Thread.CurrentThread == _thread;

    /// <summary>A worker got up, so there is something to look at.</summary>
    public void Poke()
    {
        if (Volatile.Read(ref _dormant))
        {
            _runtime.KeepTick();
            WakeUp();
        }
    }

    /// <summary>A section was opened, with a full fence: from now on the monitor looks often.</summary>
    public void WatchSections()
    {
        if (!Volatile.Read(ref _watching))
        {
            Volatile.Write(ref _watching, true);
            WakeUp();
        }
    }

    /// <summary>Ends the thread; the runtime is stopping.</summary>
    public void Stop() => WakeUp();

    /// <summary>The monitor's thread.</summary>
    public void Run()
    {
        _thread = Thread.CurrentThread;
        int interval = ShortInterval;
        int quiet = 0;
        while (!_runtime.IsStopping)
        {
            _runtime.KeepTick();
            if (quiet >= QuietSamplesBeforeSleep && !Volatile.Read(ref _watching))
            {
                quiet = 0;
                SleepUntilPoked();
            }

            lock (_lock)
            {
                if (!_runtime.IsStopping)
                {
                    Monitor.Wait(_lock, Volatile.Read(ref _watching) ? ShortInterval : interval);
                }
            }

            bool stuck = Sample(out bool allAsleep);
            interval = stuck ? ShortInterval : Math.Min(LongInterval, interval + 1);
            quiet = allAsleep ? quiet + 1 : 0;
            LookForSections();
        }

        _runtime.NeedsHelp = false;
        _runtime.LoseTick();
    }

    private void WakeUp()
    {
        lock (_lock)
        {
            _dormant = false;
            Monitor.Pulse(_lock);
        }
    }

    private void SleepUntilPoked()
    {
        lock (_lock)
        {
            Volatile.Write(ref _dormant, true);
            Interlocked.MemoryBarrier(); // a worker that gets up now sees the flag, or we see it awake
            if (!AllAsleep() || _runtime.IsStopping)
            {
                _dormant = false;
                return;
            }

            _runtime.LoseTick(); // nobody looks at the clock until somebody gets up
            while (_dormant)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    /// <summary>Stops looking every millisecond when no section was opened for a while.</summary>
    private void LookForSections()
    {
        if (!Volatile.Read(ref _watching) || ++_quietSections < QuietSamplesBeforeLongInterval)
        {
            return;
        }

        _runtime.Offload.Reset();
        Volatile.Write(ref _watching, false);
        Interlocked.MemoryBarrier(); // who opens a section now sees the flag, or we see the section
        if (SectionsMoved())
        {
            Volatile.Write(ref _watching, true);
        }
    }

    /// <summary>Whether a section is open, or was opened since the last look.</summary>
    private bool SectionsMoved()
    {
        long sections = 0;
        bool open = false;
        foreach (WatchedWorker watched in _workers)
        {
            sections += watched.Worker.Sections;
            open |= watched.Worker.OpenTicket != 0;
        }

        bool moved = open || sections != _sections;
        _sections = sections;
        if (moved)
        {
            _quietSections = 0;
        }

        return moved;
    }

    private bool Sample(out bool allAsleep)
    {
        long now = MonotonicClock.Microseconds;
        SectionsMoved();
        Volatile.Write(ref _firing, true);
        _runtime.FireTimers(MonotonicClock.Milliseconds - 1); // overdue, so whoever should have is busy or asleep
        Volatile.Write(ref _firing, false);
        bool processIdles = ProcessIdles(now);
        allAsleep = true;
        int stuck = 0;
        int blocked = 0;
        bool backlog = false;
        foreach (WatchedWorker watched in _workers)
        {
            watched.Look(now, processIdles);
            backlog |= watched.HasBacklog();
            allAsleep &= watched.State == WorkerState.Parked;
            stuck += watched.State is WorkerState.Stuck or WorkerState.Blocked ? 1 : 0;
            blocked += watched.State == WorkerState.Blocked ? 1 : 0;
        }

        Volatile.Write(ref _blocked, blocked);
        bool nobodyMoves = stuck == _workers.Length && blocked > 0 && _runtime.CallsTemporaryWorkers;
        _runtime.NeedsHelp = nobodyMoves;
        if (stuck > 0)
        {
            PollForTheStuck();
        }

        if (!allAsleep)
        {
            PollTheNeglected();
        }

        if (stuck > 0 || backlog || !_runtime.Injected.IsEmpty)
        {
            _runtime.Idle.NotifyFenced();
        }

        if (nobodyMoves && _runtime.HasWorkToTake)
        {
            _temporary.Call(blocked);
        }

        return stuck > 0;
    }

    private void PollForTheStuck()
    {
        foreach (WatchedWorker watched in _workers)
        {
            if (watched.State is WorkerState.Stuck or WorkerState.Blocked)
            {
                watched.Worker.Driver?.PollFromOutside();
            }
        }
    }

    /// <summary>A worker that always has something to run looks for events once in many slices, and nobody may have been left to look in between.</summary>
    private void PollTheNeglected()
    {
        foreach (WatchedWorker watched in _workers)
        {
            watched.Worker.Driver?.PollIfNeglected();
        }
    }

    /// <summary>Whether the process has used little processor time since the last look: then threads that do not come back are not computing.</summary>
    private bool ProcessIdles(long now)
    {
        TimeSpan used = Blockage.ProcessorTime;
        TimeSpan elapsed = TimeSpan.FromMicroseconds(now - _sampledAt);
        bool idles = elapsed < s_longestSample && used - _processorTime < elapsed / 20; // a thread that computes gets more, even where many want to
        _processorTime = used;
        _sampledAt = now;
        return idles;
    }

    private bool AllAsleep()
    {
        foreach (Worker worker in _runtime.Workers)
        {
            if (!worker.IsParked)
            {
                return false;
            }
        }

        return true;
    }
}
