namespace AsyncStd.Runtimes.Executors;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>Runs tasks on the one thread that blocks on it, strictly in order: for tests, user interfaces and thread-bound objects.</summary>
/// <remarks>
/// <para>Nothing runs while nobody blocks on it. One thread at a time may; it is the runtime's only place while it does.</para>
/// <para>Two queues: <c>_local</c> belongs to the running thread, <c>_inbox</c> takes what comes from others. The inbox is emptied into the local
/// queue in every round, so that order is kept between the two within one round.</para>
/// </remarks>
internal sealed class CurrentThreadRuntime : Runtime
{
    private const int OnlyPlace = 1;

    private readonly Queue<WorkItem> _local = new();
    private readonly InjectionQueue _inbox = new();
    private readonly VirtualClock? _virtual;
    private readonly object _runLock = new();
    private readonly object _turn = new();
    private WorkerDriver? _driver;
    private Thread? _thread;
    private bool _parked;
    private volatile bool _stopped;
    private long _polls;
    private long _parks;

    public CurrentThreadRuntime(RuntimeOptions options)
        : base(options)
    {
        if (options.Clock is null)
        {
            _virtual = new VirtualClock(this, options.StartPaused, Unpark);
            Clock = _virtual;
        }
        else
        {
            Clock = options.Clock;
        }

        SpareThreads.BecameIdle = Unpark;
    }

    public override string Executor => "current-thread";

    public override TimeProvider Clock { get; }

    public override int CurrentAffinity => Thread.CurrentThread == Volatile.Read(ref _thread) ? OnlyPlace : 0;

    protected internal override int MaximumConcurrency => 1;

    protected internal override void Schedule(WorkItem item, ScheduleReason reason)
    {
        if (_stopped)
        {
            ScheduleLate(item);
        }
        else if (Thread.CurrentThread == Volatile.Read(ref _thread))
        {
            _local.Enqueue(item);
        }
        else
        {
            _inbox.Add(item);
            Unpark(); // with a fence
            if (_stopped)
            {
                Flush();
            }
        }
    }

    /// <summary>Runs the tasks on the calling thread; while another thread does, waits for the end or for its turn.</summary>
    protected internal override void RunUntil(JoinHandle root)
    {
        if (!TryRun(() => root.IsCompleted, Timeout.InfiniteTimeSpan, root, TimeSpan.Zero))
        {
            var turn = new TurnWaiter(_turn);
            root.TryAddWaiter(turn);
            do
            {
                lock (_turn)
                {
                    if (!root.IsCompleted && Volatile.Read(ref _thread) is not null)
                    {
                        Monitor.Wait(_turn);
                    }
                }
            }
            while (!root.IsCompleted && !TryRun(() => root.IsCompleted, Timeout.InfiniteTimeSpan, root, TimeSpan.Zero));
        }
    }

    /// <summary>The thread is awake: what it was to be woken for before, it looks at before it parks on the new driver.</summary>
    [Experimental(Experiments.WorkerDrivers, UrlFormat = Experiments.Url)]
    protected internal override bool TryAttachWorkerDriver(Func<WorkerInfo, WorkerDriver> factory)
    {
        if (Thread.CurrentThread != Volatile.Read(ref _thread) || _driver is not ThreadParker parker)
        {
            return false;
        }

        WorkerDriver driver = factory(new WorkerInfo(this, 0, OnlyPlace));
        ArgumentNullException.ThrowIfNull(driver);
        Volatile.Write(ref _driver, driver);
        WorkerDriver.Current = driver;
        parker.Dispose();
        return true;
    }

    protected internal override void StartTimer(TimerNode timer, TimeSpan delay)
    {
        if (_virtual is null)
        {
            base.StartTimer(timer, delay);
        }
        else
        {
            _virtual.Start(timer, delay);
            if (_stopped)
            {
                _virtual.Retire();
            }
        }
    }

    protected internal override bool StopTimer(TimerNode timer) => _virtual is null ? base.StopTimer(timer) : _virtual.Stop(timer);

    /// <summary>Nobody else runs the tasks, so the disposing thread does. On a paused clock the time is the virtual one.</summary>
    protected internal override Task WaitForAsync(Task goal, TimeSpan timeout)
    {
        goal.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Unpark);
        TryRun(() => goal.IsCompleted, timeout, null, timeout);
        return Task.CompletedTask;
    }

    protected override ValueTask StopAsync()
    {
        _stopped = true;
        Interlocked.MemoryBarrier(); // against Schedule: it sees that we stopped, or Flush sees its item
        Flush();
        _virtual?.Retire();
        if (Monitor.TryEnter(_runLock))
        {
            // Else a thread still runs on the driver: it is left to the finalizer.
            FlushLocal();
            Interlocked.Exchange(ref _driver, null)?.Dispose();
            Monitor.Exit(_runLock);
        }

        return ValueTask.CompletedTask;
    }

    protected override IEnumerable<string> DescribeExecutor()
    {
        yield return _virtual is null ? "clock given" : _virtual.IsPaused ? "clock paused" : "clock running";
    }

    protected override RuntimeMetrics AddMetrics(RuntimeMetrics metrics) => metrics with
    {
        Workers = Volatile.Read(ref _thread) is null ? 0 : 1,
        ParkedWorkers = Volatile.Read(ref _parked) ? 1 : 0,
        QueueLength = _local.Count + _inbox.Count,
        GlobalQueueLength = _inbox.Count,
        Polls = Volatile.Read(ref _polls),
        Parks = Volatile.Read(ref _parks),
        Timers = _virtual?.Count ?? 0,
    };

    /// <summary>Runs the tasks on the calling thread, unless another thread does and goes on doing so.</summary>
    private bool TryRun(Func<bool> goal, TimeSpan timeout, JoinHandle? root, TimeSpan patience)
    {
        if (!Monitor.TryEnter(_runLock, patience))
        {
            return false;
        }

        try
        {
            Run(goal, timeout, root);
        }
        finally
        {
            Monitor.Exit(_runLock);
        }

        return true;
    }

    /// <summary>Takes the thread over: runs everything until the goal is reached or real time is up. The run lock is held.</summary>
    private void Run(Func<bool> goal, TimeSpan timeout, JoinHandle? root)
    {
        SynchronizationContext? callersContext = SynchronizationContext.Current;
        WorkerDriver? callersDriver = WorkerDriver.Current;
        bool flowWasSuppressed = ExecutionContext.IsFlowSuppressed();
        if (flowWasSuppressed)
        {
            ExecutionContext.RestoreFlow();
        }

        WorkerDriver.Current = _driver ??= Options.WorkerDriver?.Invoke(new WorkerInfo(this, 0, OnlyPlace)) ?? new ThreadParker();
        Volatile.Write(ref _thread, Thread.CurrentThread);
        root?.TryAddWaiter(new Waker(this));
        try
        {
            Loop(goal, timeout);
        }
        finally
        {
            WorkerDriver.Current = callersDriver;
            SynchronizationContext.SetSynchronizationContext(callersContext);
            if (flowWasSuppressed)
            {
                ExecutionContext.SuppressFlow();
            }

            lock (_turn)
            {
                Volatile.Write(ref _thread, null);
                Monitor.PulseAll(_turn);
            }
        }
    }

    private void Loop(Func<bool> goal, TimeSpan timeout)
    {
        ExecutionContext? home = ExecutionContext.Capture();
        SynchronizationContext? homeContext = SynchronizationContext.Current;
        long deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Timers.MonotonicClock.MillisecondAfter(timeout);
        long virtualDeadline = timeout == Timeout.InfiniteTimeSpan || _virtual is null ? long.MaxValue : _virtual.GetTimestamp() + timeout.Ticks;
        while (!goal())
        {
            while (_inbox.TryTake() is { } arrived)
            {
                _local.Enqueue(arrived);
            }

            _virtual?.FireDue();

            if (_driver!.HasPending)
            {
                _driver.Poll();
            }

            // One round: what is queued now. What it queues comes in the next, after a look at the outside.
            for (int left = _local.Count; left > 0 && _local.TryDequeue(out WorkItem? item); left--)
            {
                _polls++;
                item.Execute(this, home, homeContext);
                if (goal())
                {
                    return;
                }
            }

            // Tasks that always have something to run must not outlast the time, either.
            bool goesOn = _local.Count == 0 && _inbox.IsEmpty ? Idle(goal, deadline, virtualDeadline) : IsBefore(deadline);
            if (!goesOn)
            {
                return;
            }
        }
    }

    /// <summary>Nothing can run: moves a paused clock, or sleeps. False when time is up, real or virtual.</summary>
    private bool Idle(Func<bool> goal, long deadline, long virtualDeadline)
    {
        Volatile.Write(ref _parked, true);
        Interlocked.MemoryBarrier(); // against Unpark: it sees that we sleep, or we see what it is about
        bool hasCompleted = _driver!.HasPending && _driver.Poll(); // what is there already comes before any later time
        bool mayJump = _virtual is { MayJump: true } && SpareThreads.Outstanding == 0;
        bool isUp = false;
        if (!hasCompleted && _inbox.IsEmpty && !goal() && !(mayJump && _virtual!.TryJump(virtualDeadline, out isUp)) && !isUp)
        {
            TimeSpan wait = NextWait(deadline);
            if (wait != TimeSpan.Zero)
            {
                _parks++;
                _driver!.Park(wait);
            }
        }

        Volatile.Write(ref _parked, false);
        return !isUp && IsBefore(deadline);
    }

    private static bool IsBefore(long deadline) => deadline == long.MaxValue || Timers.MonotonicClock.Milliseconds < deadline;

    private TimeSpan NextWait(long deadline)
    {
        TimeSpan wait = deadline == long.MaxValue
            ? TimeSpan.MaxValue
            : TimeSpan.FromMilliseconds(Math.Max(0, deadline - Timers.MonotonicClock.Milliseconds));
        if (_virtual is { IsPaused: false } && _virtual.NextDue != long.MaxValue)
        {
            var untilTimer = new TimeSpan(Math.Max(0, _virtual.NextDue - _virtual.GetTimestamp()));
            wait = untilTimer < wait ? untilTimer : wait;
        }

        return wait == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : wait;
    }

    private void Unpark()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _parked))
        {
            Volatile.Read(ref _driver)?.Unpark();
        }
    }

    private void Flush()
    {
        while (_inbox.TryTake() is { } item)
        {
            ScheduleLate(item);
        }

    }

    /// <summary>The same for the running thread's own queue. The run lock is held.</summary>
    private void FlushLocal()
    {
        while (_local.TryDequeue(out WorkItem? item))
        {
            ScheduleLate(item);
        }
    }

    /// <summary>Wakes a thread that waits for its turn when what it blocks on has ended.</summary>
    private sealed class TurnWaiter(object turn) : IWaiter
    {
        public void Wake(ScheduleReason reason)
        {
            lock (turn)
            {
                Monitor.PulseAll(turn);
            }
        }
    }

    /// <summary>Ends the sleep when the awaited task was ended by another thread.</summary>
    private sealed class Waker(CurrentThreadRuntime runtime) : IWaiter
    {
        public void Wake(ScheduleReason reason) => runtime.Unpark();
    }
}
