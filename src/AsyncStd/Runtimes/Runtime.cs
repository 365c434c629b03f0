namespace AsyncStd.Runtimes;

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;

/// <summary>Where tasks run and what they run on: an executor, a clock, drivers for files, network and processes, and a source of randomness.</summary>
/// <remarks>
/// <para>Programs use <see cref="Current"/>, <see cref="Default"/> and <see cref="RuntimeBuilder"/>. To write a runtime of your own,
/// derive from this class: <see cref="Schedule"/>, <see cref="RunUntil"/> and <see cref="Clock"/> are all that must be there; everything else has a default.</para>
/// <para>Contract for implementers: each item passed to <see cref="Schedule"/> is executed at most once, by <see cref="Execute(WorkItem)"/>, on a
/// thread that no other item is executing on. Items may be dropped only when the runtime ends.</para>
/// </remarks>
public abstract partial class Runtime
{
    private readonly ConcurrentDictionary<int, RuntimeSynchronizationContext> _pinnedContexts = new();
    private RuntimeSynchronizationContext? _context;
    private DriverChoice<IFileSystem>? _files;

    /// <summary>Creates the parts that all runtimes share.</summary>
    /// <param name="options">The options; validated here.</param>
    /// <exception cref="RuntimeConfigurationException">An option is out of its range.</exception>
    [Experimental(Experiments.OwnRuntimes, UrlFormat = Experiments.Url)]
    protected Runtime(RuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        SliceBudget = options.SliceBudget;
        Hooks = options.Observers.Count == 0 && !options.SliceHooks ? null : new RuntimeHooks([.. options.Observers], options.SliceHooks);
        Tasks = new TaskTable(this);
        SpareThreads = new Blocking.SpareThreads(this, options.BlockingThreads);
        if (options.DumpOnSignal)
        {
            DumpOnSignal.Enable();
        }
    }

    /// <summary>What this runtime was built with.</summary>
    public RuntimeOptions Options { get; }

    /// <summary>The runtime's name, for diagnosis.</summary>
    public string Name => Options.Name;

    /// <summary>What runs the tasks, in a word or two: <c>work-stealing</c>, <c>current-thread</c>, …</summary>
    public abstract string Executor { get; }

    /// <summary>The clock that all timed operations of this runtime obey.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>The runtime's randomness.</summary>
    public Entropy Entropy => Options.Entropy;

    /// <summary>The driver for files and directories: the runtime's own, or the process's for its <see cref="RuntimeOptions.Io"/>.</summary>
    /// <exception cref="NotSupportedException">The runtime is a world of its own, such as a simulation, and was built without one.</exception>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public virtual IFileSystem FileSystem => Options.FileSystem ?? _files?.Driver ?? ChooseFileSystem();

    /// <summary>The driver for sockets and names: the one it was built with, else the process-wide one that <see cref="RuntimeOptions.Io"/> leads to.</summary>
    /// <exception cref="NotSupportedException">The runtime is a closed world and was built without one, or the system has not what was asked for.</exception>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public virtual INetwork Network
        => Options.Network ?? (IsClosedWorld ? throw MissingDriver("network", nameof(RuntimeBuilder.UseNetwork)) : DefaultNetwork.For(Options.Io));

    /// <summary>The driver for child processes, signals and the standard streams: the runtime's own, or the process's for its <see cref="RuntimeOptions.Io"/>.</summary>
    /// <exception cref="NotSupportedException">The runtime is a world of its own, such as a simulation, and was built without one.</exception>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public virtual IProcessHost ProcessHost
        => Options.ProcessHost ?? (IsClosedWorld ? throw MissingDriver("process", nameof(RuntimeBuilder.UseProcessHost)) : ProcessHostChoice.For(Options.Io));

    /// <summary>How many ready operations one slice may pass through before it must give way; 0: none, so that each is a scheduling point.</summary>
    public int SliceBudget { get; }

    /// <summary>The place of the calling thread in this runtime: what a local task is pinned to. 0: this thread is no such place.</summary>
    public virtual int CurrentAffinity => 0;

    /// <summary>Whether nothing may leave the runtime's own queue, as in a simulation: tasks of the BCL that we complete then run their continuations
    /// in it and not on the thread pool, and operations give way even where code of the runtime runs on another thread.</summary>
    protected internal virtual bool IsClosedWorld => false;

    /// <summary>Whether a thread that takes an item passes a full fence between that and running it.</summary>
    internal bool TakesAreFenced { get; private protected init; }

    /// <summary>The live tasks.</summary>
    internal TaskTable Tasks { get; }

    /// <summary>Observers and slice hooks, or null if there are none.</summary>
    internal RuntimeHooks? Hooks { get; }

    /// <summary>Threads for calls that block.</summary>
    internal Blocking.SpareThreads SpareThreads { get; }

    /// <summary>Takes an item that is to run. Called from any thread, also from within a slice; must not run the item before it returns.</summary>
    /// <param name="item">The item, until now in no queue. Its <see cref="WorkItem.Affinity"/> says where it must run.</param>
    /// <param name="reason">Why it is to run.</param>
    /// <remarks>After the runtime was disposed, a late item must go to <see cref="ScheduleLate"/>: somebody may be waiting for it.</remarks>
    protected internal abstract void Schedule(WorkItem item, ScheduleReason reason);

    /// <summary>Keeps the calling thread until a task has ended: by executing items on it, or by waiting while other threads do.</summary>
    /// <param name="root">The task, already scheduled here.</param>
    /// <exception cref="InvalidOperationException">Nothing is left that could ever end the task (a runtime that can know this says so).</exception>
    protected internal abstract void RunUntil(JoinHandle root);

    /// <summary>Takes an item that may block its thread for long. By default one of a bounded number of spare threads executes it.</summary>
    /// <param name="item">The item.</param>
    protected internal virtual void ScheduleBlocking(WorkItem item) => SpareThreads.Run(item);

    /// <summary>Starts a timer. By default each is a timer of <see cref="Clock"/>; an executor with a timer queue of its own overrides this.</summary>
    /// <param name="timer">A node that is not started.</param>
    /// <param name="delay">How long from now, above zero; rounded up, so that it never fires early.</param>
    protected internal virtual void StartTimer(TimerNode timer, TimeSpan delay) => Timers.ProviderTimer.Start(Clock, timer, delay);

    /// <summary>Stops a timer.</summary>
    /// <param name="timer">A node that was started here.</param>
    /// <returns>True: it has not fired and will not. False: it has fired or is about to.</returns>
    protected internal virtual bool StopTimer(TimerNode timer) => Timers.ProviderTimer.Stop(timer);

    /// <summary>Gives the worker that the calling thread runs a driver, when first something needs one: a worker that nobody gave a driver only parks its thread.</summary>
    /// <param name="factory">Makes the driver. Not called if the worker cannot have one. What it throws is thrown here, and changes nothing.</param>
    /// <returns>True: the driver is <see cref="WorkerDriver.Current"/> now, and the worker polls it and parks on it until it ends and disposes of it. False: this
    /// thread runs no worker of this runtime (it may have a blocking section open, or be a guest), or the worker has a driver already, or this runtime's have none.</returns>
    [Experimental(Experiments.WorkerDrivers, UrlFormat = Experiments.Url)]
    protected internal virtual bool TryAttachWorkerDriver(Func<WorkerInfo, WorkerDriver> factory) => false;

    /// <summary>Whether the timers started here hold the millisecond of <see cref="Timers.MonotonicClock"/> at which they are due.</summary>
    internal virtual bool TimersTellMilliseconds => false;

    /// <summary>Makes the synchronization context that is current while this runtime's tasks run.</summary>
    /// <param name="affinity">The place whose context it is; 0 is anywhere.</param>
    /// <returns>A context that posts to this runtime.</returns>
    protected virtual RuntimeSynchronizationContext CreateSynchronizationContext(int affinity) => new(this, affinity);

    /// <summary>A slice begins on this thread. Called only if <see cref="RuntimeOptions.SliceHooks"/> is set.</summary>
    /// <param name="item">What is about to run.</param>
    protected internal virtual void OnEnter(WorkItem item)
    {
    }

    /// <summary>The slice of this thread is over. Called only if <see cref="RuntimeOptions.SliceHooks"/> is set.</summary>
    protected internal virtual void OnExit()
    {
    }

    /// <summary>Runs an item's slice on this thread: with budget and contexts installed before, and the thread's own put back after.</summary>
    /// <param name="item">An item that was passed to <see cref="Schedule"/> and not executed since.</param>
    protected void Execute(WorkItem item)
    {
        ArgumentNullException.ThrowIfNull(item);

        // What is to be put back can only be had while it flows.
        bool isSuppressed = ExecutionContext.IsFlowSuppressed();
        if (isSuppressed)
        {
            ExecutionContext.RestoreFlow();
        }

        item.Execute(this, ExecutionContext.Capture(), SynchronizationContext.Current);
        if (isSuppressed)
        {
            ExecutionContext.SuppressFlow();
        }
    }

    /// <summary>Fires a timer that was passed to <see cref="StartTimer"/> and is due: for a runtime with a timer queue of its own.</summary>
    /// <param name="timer">The timer; not stopped, and not fired since it was started.</param>
    protected void Fire(TimerNode timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        try
        {
            timer.Fire();
        }
        catch (Exception e)
        {
            ReportUnhandled(e, null);
        }
    }

    /// <summary>What to do with an item that comes after the runtime has ended: the thread pool runs it.</summary>
    /// <param name="item">The item.</param>
    protected static void ScheduleLate(WorkItem item) => Executors.PoolQueue.Add(item);

    /// <summary>Runs an item on a thread of the pool. One without a runtime is a stranger's code, which may do as it likes there.</summary>
    internal static void ExecuteOnPool(WorkItem item)
        => item.Execute(item.Owner ?? PoolRuntime.Shared, ExecutionContext.Capture(), SynchronizationContext.Current, mayBlock: item.Owner is null || item.MayBlock);

    /// <summary>The context of a place. Made once for each; places are few.</summary>
    internal RuntimeSynchronizationContext ContextFor(int affinity)
    {
        if (affinity != 0)
        {
            return _pinnedContexts.GetOrAdd(affinity, static (place, runtime) => runtime.CreateSynchronizationContext(place), this);
        }

        return _context ?? Interlocked.CompareExchange(ref _context, CreateSynchronizationContext(0), null) ?? _context;
    }

    private IFileSystem ChooseFileSystem()
        => (_files = IsClosedWorld ? throw MissingDriver("file system", nameof(RuntimeBuilder.UseFileSystem)) : FileSystemChoice.For(Options.Io)).Driver;

    private NotSupportedException MissingDriver(string what, string method)
        => new($"Runtime '{Name}' ({Executor}) has no {what} driver; give it one with RuntimeBuilder.{method}.");
}
