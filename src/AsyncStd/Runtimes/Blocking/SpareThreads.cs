namespace AsyncStd.Runtimes.Blocking;

/// <summary>Threads for calls that may block, and the permits to block: bounded, named, made when needed, and retired when idle.</summary>
/// <remarks>
/// <para>A permit stands for a thread that a call may keep. A call that runs here has one, from its beginning to its end. A worker takes one before it
/// makes a call itself, and keeps it for the next; it can be taken back while the worker is not in a section. Calls without a permit wait, oldest first.</para>
/// <para>Who needs a thread puts a job into <c>_jobs</c> with a permit in hand. So a thread that is not idle belongs to a permit, or is on its way back to
/// the jobs, and there are never more of them than permits. A spare thread that takes over a worker changes places with the thread that is blocked, which counts as a spare one from then on.</para>
/// <para>Invariants, under the lock: a call waits only if no permit is free; a job waits only if no thread is idle that was not yet given one, and a thread is
/// being made or on its way back; <c>_threads</c> counts threads that were started and have not said that they end.</para>
/// <para>A worker that closes a section and a call that begins to wait must not miss each other: the call is put down first and then looks at the
/// workers' permits, the worker closes first and then looks at <see cref="HasWaiting"/>, both with a full fence between.</para>
/// </remarks>
internal sealed class SpareThreads(Runtime runtime, int limit)
{
    private readonly object _lock = new();
    private readonly int _limit = limit;
    private readonly Queue<Job> _jobs = new();
    private readonly Queue<WorkItem> _waiting = new();
    private int _permits = limit;
    private int _waitingCount;
    private int _threads;
    private int _idle;
    private int _outstanding;
    private bool _stopped;

    /// <summary>Threads there are.</summary>
    public int ThreadCount => Volatile.Read(ref _threads);

    /// <summary>Calls that wait or run here.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Whether a call waits for a permit.</summary>
    public bool HasWaiting => Volatile.Read(ref _waitingCount) != 0;

    /// <summary>How long a thread waits for its next job before it ends. What waits already goes by the time that it saw.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Called when the last outstanding call has ended.</summary>
    public Action? BecameIdle { get; set; }

    /// <summary>Takes a permit away from a worker that has no use for it now; false if there is none.</summary>
    public Func<bool>? Revoke { get; set; }

    /// <summary>Queues a call; some spare thread makes it as soon as there is a permit.</summary>
    public void Run(WorkItem item)
    {
        Interlocked.Increment(ref _outstanding);
        bool start = false;
        lock (_lock)
        {
            if (_stopped)
            {
                Executors.PoolQueue.Add(new OnPool(this, item, HasPermit: false));
                return;
            }

            if (_permits > 0)
            {
                _permits--;
                start = Add(new Job(item, null, 0));
            }
            else
            {
                _waiting.Enqueue(item);
                Volatile.Write(ref _waitingCount, _waiting.Count);
            }
        }

        Start(start);
        if (HasWaiting)
        {
            Interlocked.MemoryBarrier(); // against a worker that closes its section
            if (Revoke?.Invoke() == true)
            {
                ReturnPermit();
            }
        }
    }

    /// <summary>Takes a permit if one is to be had and nobody waits for it.</summary>
    public bool TryTakePermit()
    {
        lock (_lock)
        {
            if (_permits > 0)
            {
                _permits--;
                return true;
            }

            if (_waiting.Count > 0)
            {
                return false;
            }
        }

        return Revoke?.Invoke() == true;
    }

    /// <summary>Gives a permit back, to the call that has waited longest if one has.</summary>
    public void ReturnPermit()
    {
        if (ReturnPermitOrTakeNext() is not { } item)
        {
            return;
        }

        bool start;
        lock (_lock)
        {
            start = Add(new Job(item, null, 0));
        }

        Start(start);
    }

    /// <summary>Has a spare thread do something for the executor, for which the caller has a permit.</summary>
    public void Request(ISpareWork work, long ticket)
    {
        bool start = false;
        bool stopped;
        lock (_lock)
        {
            stopped = _stopped;
            var job = new Job(null, work, ticket);
            if (!stopped && !_jobs.Contains(job)) // asked again because the thread is slow to come: another one would not come sooner
            {
                start = Add(job);
            }
        }

        if (stopped)
        {
            work.Refuse(ticket);
        }

        Start(start);
    }

    /// <summary>The calling thread has become a spare one, and has a permit to give back; returns when the thread is to end.</summary>
    public void ServeWithPermit()
    {
        ExecutionContext? home = ExecutionContext.Capture();
        ExecuteWaiting(home);
        Serve(home);
    }

    /// <summary>Gives a permit back unless a call waits for one: then the calling thread is to make that call with it.</summary>
    private WorkItem? ReturnPermitOrTakeNext()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out WorkItem? item))
            {
                Volatile.Write(ref _waitingCount, _waiting.Count);
            }
            else
            {
                _permits++;
            }

            return item;
        }
    }

    /// <summary>The calling spare thread has a permit to give back: makes the calls first that wait for one.</summary>
    public void ExecuteWaiting() => ExecuteWaiting(ExecutionContext.Capture());

    private void ExecuteWaiting(ExecutionContext? home)
    {
        while (ReturnPermitOrTakeNext() is { } next)
        {
            Execute(next, home);
        }
    }

    private void Serve() => Serve(ExecutionContext.Capture());

    private void Serve(ExecutionContext? home)
    {
        while (Take(out Job job))
        {
            if (job.Work is { } work)
            {
                work.Run(job.Ticket);
            }
            else
            {
                Execute(job.Item!, home);
                ExecuteWaiting(home);
            }
        }
    }

    /// <summary>The calling thread was a worker's to the end, and counts as a spare one again.</summary>
    public void Rejoin()
    {
        lock (_lock)
        {
            _threads++;
        }
    }

    /// <summary>Lets the threads end once nothing waits; what comes later goes to the thread pool.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Puts a job down. The lock is held. True: the caller must start a thread afterwards.</summary>
    private bool Add(Job job)
    {
        _jobs.Enqueue(job);
        if (_idle >= _jobs.Count || _threads >= _limit)
        {
            Monitor.Pulse(_lock); // at the limit, with a permit in hand, some thread has given its own back and comes for its next job
            return false;
        }

        _threads++;
        return true;
    }

    private void Start(bool start)
    {
        if (!start)
        {
            return;
        }

        var thread = new Thread(Serve) { IsBackground = true, Name = runtime.Options.ThreadName + "/blocking" };
        try
        {
            Executors.ThreadFactory.Start(thread);
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            OnRefused(e);
        }
    }

    private void OnRefused(Exception refusal)
    {
        bool usedPool = false;
        Job[] jobs;
        lock (_lock)
        {
            if (--_threads > 0)
            {
                return; // the others will get to it
            }

            jobs = [.. _jobs];
            _jobs.Clear();
        }

        // No thread at all: for a call rather the shared pool's than nobody's.
        foreach (Job job in jobs)
        {
            job.Work?.Refuse(job.Ticket);
            if (job.Item is { } item)
            {
                usedPool = true;
                Executors.PoolQueue.Add(new OnPool(this, item, HasPermit: true));
            }
        }

        if (usedPool)
        {
            runtime.ReportUnhandled(
                new InvalidOperationException(
                    $"Runtime '{runtime.Name}' gets no thread for blocking calls from the operating system; the thread pool runs them.", refusal),
                null);
        }
    }

    private void Execute(WorkItem item, ExecutionContext? home)
    {
        item.Execute(runtime, home, null, mayBlock: true);
        if (Interlocked.Decrement(ref _outstanding) == 0)
        {
            BecameIdle?.Invoke();
        }
    }

    private bool Take(out Job job)
    {
        lock (_lock)
        {
            while (true)
            {
                if (_jobs.TryDequeue(out job))
                {
                    return true;
                }

                if (_stopped)
                {
                    _threads--;
                    return false;
                }

                _idle++;
                bool pulsed = Monitor.Wait(_lock, IdleTimeout);
                _idle--;
                if (!pulsed && _jobs.Count == 0)
                {
                    _threads--;
                    return false;
                }
            }
        }
    }

    /// <summary>What a spare thread is to do: make a call, or something for the executor.</summary>
    private readonly record struct Job(WorkItem? Item, ISpareWork? Work, long Ticket);

    /// <summary>A call that no spare thread could be had for.</summary>
    private sealed class OnPool(SpareThreads owner, WorkItem item, bool HasPermit) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            owner.Execute(item, ExecutionContext.Capture());
            if (HasPermit)
            {
                owner.ReturnPermit();
            }
        }
    }
}
