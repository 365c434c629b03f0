namespace AsyncStd.Runtimes.Executors;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes.Timers;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>Runs tasks on threads of its own that take work from each other. The threads start with the first task.</summary>
internal sealed class WorkStealingRuntime : Runtime
{
    /// <summary>About two microseconds.</summary>
    private const int SpinsBeforeNotice = 64;

    private readonly Lock _starting = new();
    private readonly List<Task> _ends = [];
    private readonly bool _ownTimers;
    private volatile bool _started;
    private volatile bool _stopping;
    private bool _needsHelp;
    private int _running;
    private int _nextWheel;
    private OffloadCredit _offload;
    private readonly List<string> _refusals = [];

    public WorkStealingRuntime(RuntimeOptions options)
        : base(options)
    {
        Clock = options.Clock ?? TimeProvider.System;
        _ownTimers = Clock == TimeProvider.System;
        SpareThreads.Revoke = RevokePermit;
        TakesAreFenced = true; // each is an exchange, a compare-exchange, or goes through a lock
        SpinMicroseconds = Environment.ProcessorCount > 1 ? options.SpinMicroseconds : 0;
        Workers = new Worker[options.ThreadCount];
        for (int i = 0; i < Workers.Length; i++)
        {
            Workers[i] = new Worker(this, Idle, i);
        }
    }

    public override string Executor => "work-stealing";

    public override TimeProvider Clock { get; }

    public override int CurrentAffinity => Worker.Current is { } worker && worker.Runtime == this ? worker.Affinity : 0;

    internal override bool MayReadByRing => Options.Io is IoKind.Auto or IoKind.IoUring;

    /// <summary>For a thread that works as a guest: the worker that it came from.</summary>
    internal override int NearestPlace
        => CurrentAffinity is var place and not 0 ? place : Seat.Existing is { Origin: { } origin } && origin.Runtime == this ? origin.Affinity : 0;

    public Worker[] Workers { get; private set; }

    public IdleSet Idle { get; } = new();

    public InjectionQueue Injected { get; } = new();

    public StallMonitor? Monitor { get; private set; }

    /// <summary>Whether the monitor has workers taken over whose section is long. Only a test that counts threads turns it off.</summary>
    public bool TakesOver { get; set; } = true;

    /// <summary>Whether temporary workers come while all workers are stuck. Only a test that asks which thread ran what turns it off.</summary>
    public bool CallsTemporaryWorkers { get; set; } = true;

    public int SpinMicroseconds { get; }

    public bool IsStopping => _stopping;

    /// <summary>How many of the next calls that may block are better not made by a worker.</summary>
    public ref OffloadCredit Offload => ref _offload;

    /// <summary>Whether all workers are stuck: then temporary ones may run what waits. Written by the monitor.</summary>
    public bool NeedsHelp
    {
        get => Volatile.Read(ref _needsHelp);
        set => Volatile.Write(ref _needsHelp, value);
    }

    /// <summary>Whether something waits that a temporary worker could run.</summary>
    public bool HasWorkToTake
    {
        get
        {
            bool any = !Injected.IsEmpty;
            foreach (Worker worker in Workers)
            {
                any |= worker.HasStealable;
            }

            return any;
        }
    }

    /// <summary>What a temporary worker is to run next: first what comes from outside, where woken tasks are as long as all workers are stuck.</summary>
    public WorkItem? TakeForHelp(out Worker origin)
    {
        origin = Workers[0];
        if (Injected.TryTake() is { } injected)
        {
            return injected;
        }

        foreach (Worker worker in Workers)
        {
            origin = worker;
            if (worker.TakeForHelp() is { } item)
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>The last thread that runs a worker has ended it.</summary>
    public void OnWorkerEnded(Worker worker)
    {
        worker.Driver!.Dispose();
        if (Interlocked.Decrement(ref _running) == 0)
        {
            Flush(); // for a stop that did not wait for a thread stuck in a slice
            AdoptTimers();
        }

        worker.Ended.SetResult();
    }

    /// <summary>The earliest tick of all wheels.</summary>
    public long NextTimerDue()
    {
        long due = long.MaxValue;
        foreach (Worker worker in Workers)
        {
            due = Math.Min(due, worker.Wheel.NextDue);
        }

        return due;
    }

    /// <summary>Fires what is due in any wheel.</summary>
    public void FireTimers(long now)
    {
        foreach (Worker worker in Workers)
        {
            if (now >= worker.Wheel.NextDue)
            {
                TimerWheel.FireAll(worker.Wheel.TryAdvance(now), this);
            }
        }
    }

    protected internal override int MaximumConcurrency => Options.ThreadCount;

    protected internal override void Schedule(WorkItem item, ScheduleReason reason)
    {
        Worker? worker = Worker.Current;
        if (worker is not null && worker.Runtime == this && item.Affinity == 0)
        {
            worker.Schedule(item, reason);
            return;
        }

        if (!_started)
        {
            EnsureStarted();
        }

        if (_stopping)
        {
            ScheduleLate(item);
            return;
        }

        if (item.Affinity != 0)
        {
            Workers[item.Affinity - 1].SchedulePinned(item);
        }
        else
        {
            if (Monitor is { IsFiring: true } monitor && monitor.IsThisThread)
            {
                Injected.AddFirst(item); // its timer is overdue, because those who should have looked are stuck in what came before
            }
            else
            {
                Injected.Add(item);
            }

            Interlocked.MemoryBarrier(); // against Park: a worker that goes to sleep sees the item, or we see that it sleeps
            if (Idle.WantsNotice && !IsTakenSoon())
            {
                Idle.Notify();
            }
        }

        if (_stopping && Volatile.Read(ref _running) == 0)
        {
            Flush(); // it came while the last thread ended
        }
    }

    /// <summary>Queued as a task that was spawned; the worker that takes it runs it in a section.</summary>
    protected internal override void ScheduleBlocking(WorkItem item)
    {
        item.MarkBlocking();
        Schedule(item, ScheduleReason.Spawn);
    }

    internal override void ScheduleLong(WorkItem item)
    {
        item.MarkBlocking();
        SpareThreads.Run(item);
    }

    protected internal override bool TryBeginBlockingSection() => Worker.Current is { } worker && worker.Runtime == this && worker.TryBeginSection();

    protected internal override void EndBlockingSection() => Worker.EndSection();

    [Experimental(Experiments.WorkerDrivers, UrlFormat = Experiments.Url)]
    protected internal override bool TryAttachWorkerDriver(Func<WorkerInfo, WorkerDriver> factory)
        => Worker.Current is { } worker && worker.Runtime == this && worker.TryAttach(factory);

    internal override bool HasMonitor => true;

    internal override void CountPinned(int place, int by) => Workers[place - 1].CountPinned(by);

    protected internal override void RunUntil(JoinHandle root) => ThreadWait.For(root);

    protected internal override void StartTimer(TimerNode timer, TimeSpan delay)
    {
        if (!_ownTimers)
        {
            base.StartTimer(timer, delay);
            return;
        }

        if (_stopping)
        {
            PoolRuntime.Shared.StartTimer(timer, delay);
            return;
        }

        long due = MonotonicClock.MillisecondAfter(delay);
        Worker? worker = Worker.Current;
        if (worker is not null && worker.Runtime == this)
        {
            // No need to wake anybody: this worker looks at its wheel before it sleeps, and the monitor does if it is stuck.
            worker.StartTimer(timer, due, isFar: delay >= Worker.FarOff);
            return;
        }

        if (!_started)
        {
            EnsureStarted();
        }

        TimerWheel wheel = Workers[(uint)Interlocked.Increment(ref _nextWheel) % (uint)Workers.Length].Wheel;
        wheel.Start(timer, due);
        Interlocked.MemoryBarrier(); // against Park: the keeper sees the timer, or we see until when it sleeps
        if (due < Idle.KeeperDue)
        {
            Idle.WakeKeeper();
        }

        if (_stopping && Volatile.Read(ref _running) == 0)
        {
            AdoptTimers(); // it came while the last thread ended
        }
    }

    internal override bool TimersTellMilliseconds => _ownTimers;

    protected internal override bool StopTimer(TimerNode timer)
        => _ownTimers ? TimerWheel.StopWhereItIs(timer) : base.StopTimer(timer);

    protected override IEnumerable<string> DescribeExecutor()
    {
        yield return $"{Workers.Length} threads named '{Options.ThreadName}'";
        yield return _started ? $"{Volatile.Read(ref _running)} running" : "not started";
        foreach (string refusal in _refusals)
        {
            yield return refusal;
        }
    }

    protected override async ValueTask StopAsync()
    {
        Task[] threads;
        lock (_starting)
        {
            _stopping = true;
            threads = [.. _ends];
        }

        Interlocked.MemoryBarrierProcessWide();
        foreach (Worker worker in Workers)
        {
            worker.Unpark();
        }

        Monitor?.Stop();

        // A thread that is stuck in a slice is left behind; it is a background thread and ends when the slice does.
        await RealTime.WaitAsync(Task.WhenAll(threads), Options.CancelGrace).ConfigureAwait(false);
        Flush();
        AdoptTimers();
    }

    protected override RuntimeMetrics AddMetrics(RuntimeMetrics metrics) => metrics with
    {
        Workers = Volatile.Read(ref _running),
        ParkedWorkers = Workers.Count(worker => worker.IsParked),
        QueueLength = Injected.Count + Workers.Sum(worker => worker.QueueLength),
        GlobalQueueLength = Injected.Count,
        Polls = Workers.Sum(worker => worker.Polls),
        Steals = Workers.Sum(worker => worker.Steals),
        Parks = Workers.Sum(worker => worker.Parks),
        Timers = Workers.Sum(worker => worker.Wheel.Count),
        BlockingSections = Workers.Sum(worker => worker.Sections),
        BlockingHandOvers = Workers.Sum(worker => worker.HandOvers),
        BlockedWorkers = Monitor?.BlockedWorkers ?? 0,
        TemporaryWorkers = Monitor?.TemporaryWorkers ?? 0,
    };

    private void EnsureStarted()
    {
        lock (_starting)
        {
            if (_started || _stopping)
            {
                return;
            }

            for (int i = 0; i < Workers.Length; i++)
            {
                Worker worker = Workers[i];
                if (!TryStartThread(() => RunWorker(worker), Options.ThreadName, worker.Ended, out Exception? refusal))
                {
                    if (i == 0)
                    {
                        throw new InvalidOperationException($"Runtime '{Name}' cannot start: the operating system refuses to start a thread.", refusal);
                    }

                    _refusals.Add($"the operating system refused thread {i + 1} of {Workers.Length}");
                    Workers = Workers[..i]; // nothing is queued at the others yet
                    break;
                }
            }

            var monitor = new StallMonitor(this);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor = monitor;
            if (!TryStartThread(
                () =>
                {
                    monitor.Run();
                    ended.SetResult();
                },
                Options.ThreadName + "/monitor",
                ended,
                out _))
            {
                Monitor = null; // and so no worker makes blocking calls itself
                _refusals.Add("the operating system refused the thread that looks after stuck workers");
            }

            _started = true;
        }
    }

    /// <summary>Gives a worker that is awake a moment to take what was added: one that has just ended an item looks here next, and waking another
    /// thread costs ten times as much as this wait. So a thread that blocks on one task after the other keeps one worker busy, and not two.</summary>
    private bool IsTakenSoon()
    {
        if (Idle.Sleeping >= Workers.Length)
        {
            return false;
        }

        for (int i = 0; i < SpinsBeforeNotice; i++)
        {
            if (Injected.IsEmpty || !Idle.WantsNotice)
            {
                return true;
            }

            Thread.SpinWait(1);
        }

        return false;
    }

    /// <summary>Starts a thread, unless the operating system refuses: without the first worker there is no runtime, without the others a slower one.</summary>
    private bool TryStartThread(ThreadStart run, string name, TaskCompletionSource ended, [NotNullWhen(false)] out Exception? refusal)
    {
        var thread = new Thread(run) { IsBackground = true, Name = name };
        try
        {
            ThreadFactory.Start(thread);
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            refusal = e;
            return false;
        }

        refusal = null;
        _ends.Add(ended.Task);
        return true;
    }

    private void RunWorker(Worker worker)
    {
        Interlocked.Increment(ref _running);
        worker.Driver = MakeDriver(worker);
        if (worker.Run(Seat.Here))
        {
            OnWorkerEnded(worker);
        }
        else
        {
            SpareThreads.ServeWithPermit();
        }
    }

    /// <summary>A worker without its driver can still run what needs none, and report.</summary>
    private WorkerDriver MakeDriver(Worker worker)
    {
        try
        {
            return Options.WorkerDriver?.Invoke(new WorkerInfo(this, worker.Index, worker.Affinity)) ?? new ThreadParker();
        }
        catch (Exception e)
        {
            ReportUnhandled(new InvalidOperationException($"The driver of worker {worker.Index} of runtime '{Name}' could not be made; the worker goes on without.", e), null);
            return new ThreadParker();
        }
    }

    private bool RevokePermit()
    {
        foreach (Worker worker in Workers)
        {
            if (worker.TryRevokePermit())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The workers have ended: timers that strangers wait for go on without them.</summary>
    private void AdoptTimers()
    {
        foreach (Worker worker in Workers)
        {
            PoolRuntime.AdoptTimers(worker.Wheel.TakeAll(), MonotonicClock.UntilMillisecondOf);
        }
    }

    /// <summary>The workers have ended: what still waits goes to the thread pool, where somebody may be waiting for it.</summary>
    private void Flush()
    {
        while (Injected.TryTake() is { } item)
        {
            ScheduleLate(item);
        }

        foreach (Worker worker in Workers)
        {
            while (worker.TakeAny() is { } item)
            {
                ScheduleLate(item);
            }
        }
    }
}
