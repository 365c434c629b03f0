namespace AsyncStd.Runtimes;

using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>The live tasks of one runtime: counted for metrics, listed for shutdown and diagnosis.</summary>
/// <remarks>
/// Invariants. A slot of a chunk holds a live task or null. A free slot's number is in exactly one place: the cache of one
/// thread, or the shared list. Only the owner of a cache touches it, so adding and removing take no lock; numbers wander with the tasks,
/// from the thread that spawned to the thread that ended. A chunk never moves; the array of chunks is replaced under the lock.
/// </remarks>
internal sealed class TaskTable
{
    private const int ChunkBits = 10;
    private const int ChunkSize = 1 << ChunkBits;
    private const int Batch = 64;
    private const int MaxCachesOfThread = 4;

    /// <summary>For threads that run no slices; those that do have theirs in <see cref="Slice.Tasks"/>.</summary>
    [ThreadStatic]
    private static Cache? t_cache;

    /// <summary>Null once the meter knows the runtime: threads keep tables alive, and must not so keep runtimes.</summary>
    private Runtime? _runtime;
    private readonly Lock _lock = new();
    private readonly List<WeakReference<Cache>> _caches = [];
    private readonly Stack<int> _free = new();
    private Entry[][] _chunks = [];

    /// <summary>Counts of caches whose threads have gone, and <c>async void</c> methods.</summary>
    private long _retiredStarted;
    private long _retiredEnded;
    private long _retiredFinished;
    private long _anonymousStarted;
    private long _anonymousEnded;
    private long _abandoned;
    private volatile TaskCompletionSource? _drained;

    public TaskTable(Runtime runtime) => _runtime = runtime;

    /// <summary>Tasks ever added, and <c>async void</c> methods.</summary>
    public long Started => Count(static cache => Volatile.Read(ref cache.Started), ref _retiredStarted, ref _anonymousStarted);

    /// <summary>Tasks ever removed. Read before <see cref="Started"/>, so that the difference is never below zero.</summary>
    public long Ended => Count(static cache => Volatile.Read(ref cache.Ended), ref _retiredEnded, ref _anonymousEnded);

    /// <summary>Tasks ever left running because they would not stop.</summary>
    public long Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>Whether a task has not ended yet, in the eyes of whoever looks at its handle, or an <c>async void</c> method has not.</summary>
    public bool HasUnfinished
    {
        get
        {
            long finished = Count(static cache => Volatile.Read(ref cache.Finished), ref _retiredFinished, ref _anonymousEnded);
            return Started != finished;
        }
    }

    /// <summary>Takes a task in.</summary>
    /// <param name="task">The task.</param>
    /// <param name="slice">That of the calling thread, if it has one.</param>
    public void Add(JoinHandle task, Slice? slice = null)
    {
        Cache cache = CacheOfThread(slice);
        if (cache.Count == 0)
        {
            Refill(cache);
        }

        int slot = cache.Free[--cache.Count];
        _chunks[slot >> ChunkBits][slot & (ChunkSize - 1)].Task = task;
        task.TableSlot = slot;
        Volatile.Write(ref cache.Started, cache.Started + 1);
    }

    /// <summary>Takes a task out that is about to end: before anybody can see that it has, so that nobody who does counts it among the living.</summary>
    /// <returns>What to pass to <see cref="Finish"/>, on this thread, as soon as the end can be seen.</returns>
    public Cache Remove(JoinHandle task, Slice? slice = null)
    {
        int slot = task.TableSlot;
        _chunks[slot >> ChunkBits][slot & (ChunkSize - 1)].Task = null;
        Cache cache = CacheOfThread(slice);
        if (cache.Count == cache.Free.Length)
        {
            Spill(cache);
        }

        cache.Free[cache.Count++] = slot;
        Volatile.Write(ref cache.Ended, cache.Ended + 1);
        return cache;
    }

    /// <summary>The task that was removed has ended for all to see.</summary>
    public void Finish(Cache cache)
    {
        Volatile.Write(ref cache.Finished, cache.Finished + 1);
        if (_drained is not null)
        {
            CheckDrained();
        }
    }

    public void BeginAnonymous() => Interlocked.Increment(ref _anonymousStarted);

    public void EndAnonymous()
    {
        Interlocked.Increment(ref _anonymousEnded);
        if (_drained is not null)
        {
            CheckDrained();
        }
    }

    public void CountAbandoned() => Interlocked.Increment(ref _abandoned);

    /// <summary>A task that ends when no task is left, now or later.</summary>
    public Task WhenDrained()
    {
        TaskCompletionSource drained;
        lock (_lock)
        {
            if (_drained is null || _drained.Task.IsCompleted)
            {
                _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            drained = _drained;
        }

        // A task that ends now sees the source, or its end is counted below. Ending is the frequent side and goes without a fence, so this one is for all.
        Interlocked.MemoryBarrierProcessWide();
        CheckDrained();
        return drained.Task;
    }

    /// <summary><c>async void</c> methods that have not ended, and posted callbacks that have not run.</summary>
    public int Anonymous => (int)(Interlocked.Read(ref _anonymousStarted) - Interlocked.Read(ref _anonymousEnded));

    /// <summary>The live tasks. A task that starts or ends meanwhile may or may not be among them.</summary>
    /// <param name="limit">How many to list.</param>
    /// <param name="total">How many there were.</param>
    public List<JoinHandle> Snapshot(int limit, out int total)
    {
        var tasks = new List<JoinHandle>();
        total = 0;
        foreach (Entry[] chunk in Volatile.Read(ref _chunks))
        {
            foreach (Entry entry in chunk)
            {
                if (entry.Task is { } task && ++total <= limit)
                {
                    tasks.Add(task);
                }
            }
        }

        return tasks;
    }

    /// <inheritdoc cref="Snapshot(int, out int)"/>
    public List<JoinHandle> Snapshot() => Snapshot(int.MaxValue, out _);

    private void CheckDrained()
    {
        TaskCompletionSource drained = _drained!; // before the count: a source that comes later is for tasks that come later
        Interlocked.MemoryBarrier();
        if (!HasUnfinished)
        {
            drained.TrySetResult();
        }
    }

    private long Count(Func<Cache, long> read, ref long retired, ref long anonymous)
    {
        lock (_lock)
        {
            long sum = retired + Volatile.Read(ref anonymous);
            foreach (WeakReference<Cache> weak in _caches)
            {
                if (weak.TryGetTarget(out Cache? cache))
                {
                    sum += read(cache);
                }
            }

            return sum;
        }
    }

    private Cache CacheOfThread(Slice? slice)
    {
        Cache? cache = slice is null ? t_cache : slice.Tasks;
        return cache is not null && cache.Table == this ? cache : SwitchCache(ref slice is null ? ref t_cache : ref slice.Tasks);
    }

    /// <summary>This thread last worked for another runtime. It keeps the caches of the few that it works for in turn, the last one first.</summary>
    private Cache SwitchCache(ref Cache? first)
    {
        Cache? before = null;
        int length = 0;
        for (Cache? known = first; known is not null; before = known, known = known.Other)
        {
            if (known.Table == this)
            {
                before!.Other = known.Other; // not the first: that one was looked at already
                known.Other = first;
                return first = known;
            }

            if (++length == MaxCachesOfThread)
            {
                before!.Other = null;
                known.Table.Retire(known);
                GC.SuppressFinalize(known);
                break;
            }
        }

        var cache = new Cache(this) { Other = first };
        lock (_lock)
        {
            _caches.Add(new WeakReference<Cache>(cache, trackResurrection: true));
        }

        if (Interlocked.Exchange(ref _runtime, null) is { } runtime)
        {
            LiveRuntimes.Add(runtime); // not by the constructor: what the meter reads must be there
            if (FeatureSwitches.MetricsSupported)
            {
                RuntimeMeter.EnsureMade();
            }
        }

        first = cache;
        return cache;
    }

    private void Retire(Cache cache)
    {
        lock (_lock)
        {
            for (int i = 0; i < cache.Count; i++)
            {
                _free.Push(cache.Free[i]);
            }

            _retiredStarted += cache.Started;
            _retiredEnded += cache.Ended;
            cache.Started = 0;
            cache.Ended = 0;
            _retiredFinished += cache.Finished;
            cache.Finished = 0;
            cache.Count = 0;
            _caches.RemoveAll(weak => !weak.TryGetTarget(out Cache? target) || target == cache);
        }
    }

    private void Refill(Cache cache)
    {
        lock (_lock)
        {
            if (_free.Count == 0)
            {
                int first = _chunks.Length << ChunkBits;
                Entry[][] chunks = [.. _chunks, new Entry[ChunkSize]];
                for (int i = ChunkSize - 1; i >= 0; i--)
                {
                    _free.Push(first + i);
                }

                Volatile.Write(ref _chunks, chunks);
            }

            while (cache.Count < Batch && _free.TryPop(out int slot))
            {
                cache.Free[cache.Count++] = slot;
            }
        }
    }

    private void Spill(Cache cache)
    {
        lock (_lock)
        {
            for (int i = 0; i < Batch; i++)
            {
                _free.Push(cache.Free[--cache.Count]);
            }
        }
    }

    /// <summary>A struct around the reference: storing into an array of references costs a type check.</summary>
    private struct Entry
    {
        public JoinHandle? Task;
    }

    /// <summary>Free slots and counts of one thread.</summary>
    internal sealed class Cache(TaskTable table)
    {
        public readonly TaskTable Table = table;
        public readonly int[] Free = new int[2 * Batch];
        public Cache? Other;
        public int Count;
        public long Started;
        public long Ended;
        public long Finished;

        /// <summary>The thread has gone: what it counted must not be forgotten.</summary>
        ~Cache() => Table.Retire(this);
    }
}
