namespace AsyncStdConformance.Seeded;

using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>A runtime written against the public contract only: one thread, virtual time, and a seed that decides who goes next.</summary>
/// <remarks>
/// <para>Whoever blocks on it, or disposes it, pumps it; one thread at a time. Everything is a step of that pump: slices, calls that may block, timers.</para>
/// <para>Closed, it knows that nothing can come from outside and calls a standstill a deadlock. Open, it waits for a while first.</para>
/// <para>Invariant: <c>_runnable</c> and <c>_pump</c> change under <c>_gate</c>; a thread that waits for the pump is woken after each step.</para>
/// </remarks>
public sealed class SeededRuntime : Runtime
{
    private const int OnlyPlace = 1;

    /// <summary>How long an open runtime waits for the outside, in real time, before it calls a standstill a deadlock.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly SeededClock _clock;
    private readonly RunnableItems _runnable;
    private readonly LiveTasks? _live;
    private readonly bool _isOpen;
    private TraceHash _trace = new();
    private Thread? _pump;
    private int _waitingForPump;
    private bool _stopped;

    public SeededRuntime(ulong seed, PickOrder order = PickOrder.Random, bool isOpen = false, Action<RuntimeOptions>? configure = null)
        : base(OptionsFor(seed, isOpen ? null : new LiveTasks(), configure))
    {
        Seed = seed;
        _isOpen = isOpen;
        _clock = new SeededClock(OnTimerSet);
        _runnable = new RunnableItems(order, Entropy.FromSeed(~seed));
        _live = Options.Observers.OfType<LiveTasks>().FirstOrDefault();
    }

    public ulong Seed { get; }

    public override string Executor => "seeded";

    protected override bool IsClosedWorld => true;

    public override TimeProvider Clock => _clock;

    public override int CurrentAffinity => IsPumpedHere ? OnlyPlace : 0;

    /// <summary>Steps that were run.</summary>
    public long Steps { get; private set; }

    /// <summary>Items that other threads brought: with one of these a run is no longer a matter of its seed.</summary>
    public long Arrivals { get; private set; }

    /// <summary>What happened so far, in one number.</summary>
    public ulong Trace => _trace.Value;

    /// <summary>The item whose slice runs now, if the slice hooks are on.</summary>
    public WorkItem? Running { get; private set; }

    /// <summary>Slices that have begun and ended, if the slice hooks are on.</summary>
    public (long Entered, long Left) Slices { get; private set; }

    /// <summary>What was posted is no task, but wants to run all the same.</summary>
    private bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _runnable.Count == 0;
            }
        }
    }

    private bool IsPumpedHere => Volatile.Read(ref _pump) == Thread.CurrentThread;

    protected override void Schedule(WorkItem item, ScheduleReason reason)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                if (_pump is not null && !IsPumpedHere)
                {
                    Arrivals++;
                }

                _runnable.Add(item);
                Monitor.PulseAll(_gate);
                return;
            }
        }

        ScheduleLate(item);
    }

    /// <summary>No thread is made: a call that may block is one more step.</summary>
    protected override void ScheduleBlocking(WorkItem item) => Schedule(item, ScheduleReason.Spawn);

    protected override void RunUntil(JoinHandle root) => Pump(() => root.IsCompleted, long.MaxValue, s_patience);

    /// <summary>Nobody else runs the tasks, so the disposing thread does, for a virtual time.</summary>
    protected override Task WaitForAsync(Task goal, TimeSpan timeout)
    {
        Pump(() => goal.IsCompleted && IsIdle, _clock.GetTimestamp() + timeout.Ticks, timeout);
        return Task.CompletedTask;
    }

    protected override ValueTask StopAsync()
    {
        List<WorkItem> late = [];
        lock (_gate)
        {
            _stopped = true;
            while (_runnable.Count > 0)
            {
                late.Add(_runnable.Take().Item);
            }
        }

        late.ForEach(ScheduleLate);
        return ValueTask.CompletedTask;
    }

    protected override void OnEnter(WorkItem item)
    {
        Running.ShouldBeNull("a slice began within another");
        Running = item;
        Slices = (Slices.Entered + 1, Slices.Left);
    }

    protected override void OnExit()
    {
        Running.ShouldNotBeNull("a slice ended that had not begun");
        Running = null;
        Slices = (Slices.Entered, Slices.Left + 1);
    }

    private static RuntimeOptions OptionsFor(ulong seed, LiveTasks? live, Action<RuntimeOptions>? configure)
    {
        var options = new RuntimeOptions { Name = $"seeded-{seed}", SliceBudget = 0, Entropy = Entropy.FromSeed(seed) };
        if (live is not null)
        {
            options.Observers.Add(live);
        }

        configure?.Invoke(options);
        return options;
    }

    private void Pump(Func<bool> goal, long until, TimeSpan patience)
    {
        if (!TryBecomePump(goal, patience))
        {
            return;
        }

        // What a slice leaves behind on this thread is undone by Execute, which can only do so while the context flows.
        bool flowWasSuppressed = ExecutionContext.IsFlowSuppressed();
        if (flowWasSuppressed)
        {
            ExecutionContext.RestoreFlow();
        }

        try
        {
            Loop(goal, until, patience);
        }
        finally
        {
            if (flowWasSuppressed)
            {
                ExecutionContext.SuppressFlow();
            }

            lock (_gate)
            {
                _pump = null;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Loop(Func<bool> goal, long until, TimeSpan patience)
    {
        while (!goal())
        {
            if (TryTake(out RunnableItem next))
            {
                Step(next);
            }
            else if (_clock.NextDue <= until && _clock.NextDue != long.MaxValue)
            {
                _clock.MoveTo(_clock.NextDue);
            }
            else if (!_isOpen || !WaitForArrival(goal, until, patience))
            {
                StandStill(until);
                return;
            }
        }
    }

    private void Step(RunnableItem next)
    {
        if (next.Item.Runtime is SeededHost { IsDown: true })
        {
            return; // as in a power cut: not even finally blocks
        }

        Steps++;
        _trace.Add(_clock.GetTimestamp());
        _trace.Add(next.Sequence);
        _trace.Add(next.Item.Description);
        Execute(next.Item);
        if (Volatile.Read(ref _waitingForPump) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void StandStill(long until)
    {
        if (until != long.MaxValue)
        {
            _clock.MoveTo(until); // a drain has had its time
            return;
        }

        throw new DeadlockException($"Seed {Seed}: after {Steps} steps nothing can run and no timer is set. Waiting: {_live}.");
    }

    private void OnTimerSet()
    {
        if (!IsPumpedHere)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryTake(out RunnableItem next)
    {
        lock (_gate)
        {
            bool any = _runnable.Count > 0;
            next = any ? _runnable.Take() : default;
            return any;
        }
    }

    /// <summary>Becomes the thread that pumps, or waits until whoever pumps has reached this goal, too.</summary>
    private bool TryBecomePump(Func<bool> goal, TimeSpan patience)
    {
        lock (_gate)
        {
            if (IsPumpedHere)
            {
                throw new InvalidOperationException("This thread is pumping the runtime already.");
            }

            _waitingForPump++;
            while (_pump is not null && !goal() && Monitor.Wait(_gate, patience))
            {
            }

            _waitingForPump--;
            if (_pump is not null)
            {
                return false;
            }

            _pump = Thread.CurrentThread;
            return true;
        }
    }

    private bool WaitForArrival(Func<bool> goal, long until, TimeSpan patience)
    {
        lock (_gate)
        {
            // A goal can also be reached elsewhere, without an item: by an async void method that ends on the thread pool.
            long start = TimeProvider.System.GetTimestamp();
            while (_runnable.Count == 0 && !goal() && (_clock.NextDue > until || _clock.NextDue == long.MaxValue))
            {
                if (!Monitor.Wait(_gate, s_look) && TimeProvider.System.GetElapsedTime(start) >= patience)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
