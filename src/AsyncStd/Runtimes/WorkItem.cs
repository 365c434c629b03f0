namespace AsyncStd.Runtimes;

using System.ComponentModel;

/// <summary>What a <see cref="Runtime"/> queues and executes: a task that can go on, or a continuation that is due.</summary>
/// <remarks>
/// <para>A runtime receives items in <see cref="Runtime.Schedule"/> and hands each to <see cref="Runtime.Execute(WorkItem)"/>
/// at most once for each time it was scheduled. An item that is never executed is dropped: nothing of it runs, not even <c>finally</c> blocks.</para>
/// <para>An item is in at most one queue at a time; <see cref="Link"/> belongs to the runtime that holds it.</para>
/// </remarks>
public abstract class WorkItem : IThreadPoolWorkItem, IWaiter
{
    private int _affinity;

    /// <summary>In one byte: a task has no room for another.</summary>
    private Needs _needs;

    /// <summary>Creates an item of <paramref name="runtime"/>.</summary>
    /// <param name="runtime">The runtime that is to execute it; null for an item that finds its place only when it is due.</param>
    protected WorkItem(Runtime? runtime) => Owner = runtime;

    /// <summary>The runtime that this item belongs to, or null while it has none.</summary>
    public Runtime? Runtime => Owner;

    /// <summary>Where the item must run: 0 anywhere, else a key that its runtime gave out as <see cref="Runtime.CurrentAffinity"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public int Affinity
    {
        get => _affinity;
        protected internal set => _affinity = value;
    }

    /// <summary>Names what this item is, for traces and diagnosis: the task's name or spawn site, or the kind of operation.</summary>
    public virtual string Description => GetType().Name;

    /// <summary>A link that belongs to the runtime while it holds the item: for an intrusive queue, at no allocation.</summary>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public WorkItem? Link { get; set; }

    /// <summary>What the thread must be that runs the item.</summary>
    [Flags]
    private enum Needs : byte
    {
        CleanThread = 0,

        /// <summary><see cref="Invoke"/> begins by installing every context itself, so that what was there before does not matter.</summary>
        NoCleanThread = 1,
        ThreadThatMayBlock = 2,

        /// <summary>The same again for each slice: the task may keep its thread for long between any two waits.</summary>
        LongRuns = 4,
    }

    /// <summary>Whether the item may block the thread that runs it.</summary>
    internal bool MayBlock => (_needs & Needs.ThreadThatMayBlock) != 0;

    /// <summary>The mutable form of <see cref="Runtime"/>.</summary>
    internal Runtime? Owner { get; set; }

    /// <summary>Whether each slice of the item runs where a call may block.</summary>
    internal bool IsLongRunning
    {
        get => (_needs & Needs.LongRuns) != 0;
        set => _needs = value ? _needs | Needs.LongRuns : _needs & ~Needs.LongRuns;
    }

    /// <summary>From now on the item needs a thread that may block.</summary>
    internal void MarkBlocking() => _needs |= Needs.ThreadThatMayBlock;

    /// <summary>The item installs every context that it needs itself.</summary>
    private protected void NeedNoCleanThread() => _needs |= Needs.NoCleanThread;

    /// <summary>Does the work. Called by <see cref="Execute"/> with the budget of a new slice; must not throw for its own reasons.</summary>
    protected abstract void Invoke();

    void IWaiter.Wake(ScheduleReason reason) => Wake(reason);

    void IThreadPoolWorkItem.Execute() => Runtime.ExecuteOnPool(this);

    /// <summary>Whose failure it is if this item throws.</summary>
    internal virtual WorkItem Origin => this;

    /// <summary>Makes the item run: normally by scheduling it on its runtime.</summary>
    internal virtual void Wake(ScheduleReason reason) => Queue(reason);

    /// <summary>Schedules the item on its runtime.</summary>
    internal void Queue(ScheduleReason reason)
    {
        if (IsLongRunning)
        {
            Owner!.ScheduleLong(this);
        }
        else
        {
            Owner!.Schedule(this, reason);
        }
    }

    /// <summary>Runs one slice: installs the budget, does the work, and puts the thread's own contexts back.</summary>
    /// <remarks>The work itself installs the contexts it needs. After <see cref="Invoke"/> the item may already run on another
    /// thread, or be recycled: nothing of it is touched again.</remarks>
    /// <param name="executor">Who runs the slice; the budget and the hooks are those of the item's own runtime, which may be a view of it.</param>
    /// <param name="home">The thread's own execution context, or null where its flow is suppressed.</param>
    /// <param name="homeContext">The thread's own synchronization context.</param>
    /// <param name="mayBlock">Whether the thread is there to be blocked.</param>
    internal void Execute(Runtime executor, ExecutionContext? home, SynchronizationContext? homeContext, bool mayBlock = false)
    {
        Runtime runtime = Owner ?? executor;
        Slice.Frame outer = Slice.Begin(mayBlock ? -1 : runtime.SliceBudget, this);
        Run(runtime);
        Slice.End(outer);
        SynchronizationContext.SetSynchronizationContext(homeContext);
        if (home is not null)
        {
            ExecutionContext.Restore(home);
        }
    }

    /// <summary>The same, but leaves the thread as the slice left it: for an executor that cleans up before anything else runs than
    /// an item for which this returned true.</summary>
    /// <param name="executor">Who runs the slice.</param>
    /// <param name="slice">That of the calling thread.</param>
    /// <returns>Whether the item was of the kind that needs a clean thread neither before nor after; if not, nothing was run.</returns>
    internal bool TryExecuteUnclean(Runtime executor, Slice slice)
    {
        Runtime runtime = Owner ?? executor;
        if (_needs != Needs.NoCleanThread || runtime.Hooks is not null)
        {
            return false; // hooks are other people's code, and run before the item installs its contexts
        }

        slice.BeginNext(this, runtime.SliceBudget);
        Run(runtime);
        slice.GiveUp();
        return true;
    }

    /// <summary>Whether an item that may block can be run by <see cref="ExecuteBlockingUnclean"/>.</summary>
    internal bool MayBlockUnclean(Runtime executor) => _needs == (Needs.NoCleanThread | Needs.ThreadThatMayBlock) && (Owner ?? executor).Hooks is null;

    /// <summary>The same as <see cref="TryExecuteUnclean"/>, on a thread that may block.</summary>
    internal void ExecuteBlockingUnclean(Runtime executor)
    {
        Runtime runtime = Owner ?? executor;
        Slice.Begin(-1, this);
        Run(runtime);
        Slice.GiveAway();
    }

    private void Run(Runtime runtime)
    {
        RuntimeHooks? hooks = runtime.Hooks;
        hooks?.BeforeSlice(runtime, this);
        try
        {
            Invoke();
        }
        catch (Exception e)
        {
            runtime.ReportUnhandled(e, Origin);
        }

        if (hooks is not null)
        {
            Slice.GiveAway();
            hooks.AfterSlice(runtime);
        }
    }
}
