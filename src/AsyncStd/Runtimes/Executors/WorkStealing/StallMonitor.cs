namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Timers;

/// <summary>Looks after workers whose threads are stuck in a long slice: wakes others for their queues and fires their timers.</summary>
/// <remarks>One thread a runtime, which sleeps without a timeout while all workers sleep. Invariant: <c>_dormant</c> is set under the lock before
/// it does so, and a worker that gets up looks at it afterwards.</remarks>
internal sealed class StallMonitor
{
    private const int MinInterval = 2;
    private const int MaxInterval = 10;
    private const int QuietSamplesBeforeSleep = 10;

    private readonly object _lock = new();
    private readonly WorkStealingRuntime _runtime;
    private readonly uint[] _ticks;
    private bool _dormant;

    public StallMonitor(WorkStealingRuntime runtime)
    {
        _runtime = runtime;
        _ticks = new uint[runtime.Workers.Length];
    }

    /// <summary>A worker got up, so there is something to look at.</summary>
    public void Poke()
    {
        if (Volatile.Read(ref _dormant))
        {
            lock (_lock)
            {
                _dormant = false;
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>The monitor's thread.</summary>
    public void Run()
    {
        int interval = MinInterval;
        int quiet = 0;
        while (!_runtime.IsStopping)
        {
            if (quiet >= QuietSamplesBeforeSleep)
            {
                quiet = 0;
                SleepUntilPoked();
            }

            lock (_lock)
            {
                if (!_runtime.IsStopping)
                {
                    Monitor.Wait(_lock, interval);
                }
            }

            bool stuck = Sample(out bool allAsleep);
            interval = stuck ? MinInterval : Math.Min(MaxInterval, interval + 1);
            quiet = allAsleep ? quiet + 1 : 0;
        }
    }

    /// <summary>Ends the thread; the runtime is stopping.</summary>
    public void Stop()
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

            while (_dormant)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    private bool Sample(out bool allAsleep)
    {
        allAsleep = true;
        bool anyStuck = false;
        Worker[] workers = _runtime.Workers;
        _runtime.FireTimers(MonotonicClock.Milliseconds - 1); // overdue, so whoever should have is busy or asleep
        for (int i = 0; i < workers.Length; i++)
        {
            Worker worker = workers[i];
            uint tick = worker.Tick;
            bool parked = worker.IsParked;
            allAsleep &= parked;
            bool stuck = !parked && tick == _ticks[i];
            _ticks[i] = tick;
            if (!stuck)
            {
                continue;
            }

            anyStuck = true;
            worker.OfferAll();
        }

        if (anyStuck || !_runtime.Injected.IsEmpty)
        {
            _runtime.Idle.NotifyFenced();
        }

        return anyStuck;
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
