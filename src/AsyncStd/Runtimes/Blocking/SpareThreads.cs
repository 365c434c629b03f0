namespace AsyncStd.Runtimes.Blocking;

/// <summary>Threads for calls that may block: made when needed, bounded, named, and retired when idle.</summary>
/// <remarks>Invariants, under the lock: an item waits in the queue only if no thread is idle that was not yet given one, and the bound is reached or
/// a thread is being made; <c>_threads</c> counts threads that were started and have not said that they end.</remarks>
internal sealed class SpareThreads(Runtime runtime, int limit)
{
    private static readonly TimeSpan s_idleTimeout = TimeSpan.FromSeconds(10);

    private readonly object _lock = new();
    private readonly Queue<WorkItem> _queue = new();
    private int _threads;
    private int _idle;
    private int _running;
    private bool _stopped;

    /// <summary>Threads there are.</summary>
    public int ThreadCount => Volatile.Read(ref _threads);

    /// <summary>Items that wait or run.</summary>
    public int Outstanding => Volatile.Read(ref _running);

    /// <summary>Called when the last outstanding item has ended.</summary>
    public Action? BecameIdle { get; set; }

    /// <summary>Queues an item; some spare thread executes it.</summary>
    public void Run(WorkItem item)
    {
        bool start = false;
        lock (_lock)
        {
            if (_stopped)
            {
                Executors.PoolQueue.Add(item);
                return;
            }

            Interlocked.Increment(ref _running);
            _queue.Enqueue(item);
            if (_idle >= _queue.Count)
            {
                Monitor.Pulse(_lock);
            }
            else if (_threads < limit)
            {
                _threads++;
                start = true;
            }
        }

        if (start)
        {
            StartThread();
        }
    }

    /// <summary>Lets the threads end once the queue is empty; what comes later goes to the thread pool.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void StartThread()
    {
        var thread = new Thread(ThreadMain) { IsBackground = true, Name = runtime.Options.ThreadName + "/blocking" };
        try
        {
            Executors.ThreadFactory.Start(thread);
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            lock (_lock)
            {
                if (--_threads > 0)
                {
                    return; // the others will get to it
                }

                // No thread at all: rather the shared pool's than nobody's.
                while (_queue.TryDequeue(out WorkItem? item))
                {
                    Executors.PoolQueue.Add(new OnPool(this, item));
                }
            }

            runtime.ReportUnhandled(
                new InvalidOperationException($"Runtime '{runtime.Name}' gets no thread for blocking calls from the operating system; the thread pool runs them.", e), null);
        }
    }

    private void ThreadMain()
    {
        ExecutionContext? home = ExecutionContext.Capture();
        while (Take() is { } item)
        {
            Execute(item, home);
        }
    }

    private void Execute(WorkItem item, ExecutionContext? home)
    {
        item.Execute(runtime, home, null, mayBlock: true);
        if (Interlocked.Decrement(ref _running) == 0)
        {
            BecameIdle?.Invoke();
        }
    }

    private WorkItem? Take()
    {
        lock (_lock)
        {
            while (true)
            {
                if (_queue.TryDequeue(out WorkItem? item))
                {
                    return item;
                }

                if (_stopped)
                {
                    _threads--;
                    return null;
                }

                _idle++;
                bool pulsed = Monitor.Wait(_lock, s_idleTimeout);
                _idle--;
                if (!pulsed && _queue.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }
        }
    }

    /// <summary>An item that no spare thread could be had for.</summary>
    private sealed class OnPool(SpareThreads owner, WorkItem item) : IThreadPoolWorkItem
    {
        public void Execute() => owner.Execute(item, ExecutionContext.Capture());
    }
}
