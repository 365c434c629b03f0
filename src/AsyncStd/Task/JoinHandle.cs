namespace AsyncStd.Task;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AsyncStd.Runtimes;
using Task = System.Threading.Tasks.Task;

/// <summary>A spawned task: await it for its end, keep it, share it, or let it go.</summary>
/// <remarks>
/// <para>A handle behaves like a <see cref="System.Threading.Tasks.Task"/>: it can be awaited any number of times, from any thread, at any time,
/// inside and outside a runtime. Letting it go detaches the task; it never cancels it.</para>
/// <para><em>Cancellation</em>: an await of a handle that is given up (by the scope of the awaiting task) leaves the awaited task running.</para>
/// <para>Also a return type for <c>async</c> methods: calling an <c>async JoinHandle</c> method spawns its body on <see cref="Runtime.Current"/>.</para>
/// </remarks>
/// <example><code>
/// JoinHandle worker = Task.Spawn(async () => await Task.Sleep(TimeSpan.FromMilliseconds(10)));
/// await worker;
/// </code></example>
[AsyncMethodBuilder(typeof(JoinHandleMethodBuilder))]
[DebuggerDisplay("{Description,nq}, {Status}")]
public abstract partial class JoinHandle : WorkItem
{
    /// <summary>Null: runs, nobody waits. An <see cref="IWaiter"/>: who waits. <see cref="s_succeeded"/> or a <see cref="TaskFailure"/>: ended.</summary>
    private object? _state;

    /// <summary>File of the spawn call, and its line in <see cref="_line"/>: together the spawn site.</summary>
    private string? _file;
    private int _line;

    /// <summary>Where the runtime's table of live tasks holds this one.</summary>
    private int _slot;

    /// <summary>Null; or <see cref="ResumeAction"/>, which most tasks that wait need; or the <see cref="TaskExtras"/>, which hold it then.</summary>
    private object? _more;

    /// <summary>Nobody will look at the result.</summary>
    private bool _detached;

    private static readonly object s_succeeded = new();

    private protected JoinHandle(Runtime? runtime)
        : base(runtime) => NeedNoCleanThread();

    /// <summary>Whether the task has ended, in whichever way.</summary>
    public bool IsCompleted => IsFinal(Volatile.Read(ref _state));

    /// <summary>Whether the task has ended without an exception.</summary>
    public bool IsCompletedSuccessfully => ReferenceEquals(Volatile.Read(ref _state), s_succeeded);

    /// <summary>Whether the task has ended with an exception other than <see cref="OperationCanceledException"/>.</summary>
    public bool IsFaulted => Volatile.Read(ref _state) is TaskFailure { IsCancellation: false };

    /// <summary>Whether the task has ended by an <see cref="OperationCanceledException"/>.</summary>
    public bool IsCanceled => Volatile.Read(ref _state) is TaskFailure { IsCancellation: true };

    /// <summary>How far the task has come, in the BCL's words.</summary>
    public TaskStatus Status => Volatile.Read(ref _state) switch
    {
        TaskFailure { IsCancellation: true } => TaskStatus.Canceled,
        TaskFailure => TaskStatus.Faulted,
        { } state when ReferenceEquals(state, s_succeeded) => TaskStatus.RanToCompletion,
        _ => TaskStatus.WaitingForActivation,
    };

    /// <summary>The exception that ended the task, or null. Reading it counts as observing it.</summary>
    public Exception? Exception => (Volatile.Read(ref _state) as TaskFailure)?.Observe().SourceException;

    /// <summary>The name given at spawn, or null.</summary>
    public string? Name => ExtrasIfAny?.Name;

    /// <summary>The task as a node in the tree of scopes.</summary>
    public Scope Scope => new(this);

    /// <summary>Where the task was spawned, as <c>file:line</c>, or null when it is not known.</summary>
    public string? SpawnSite => _file is null ? null : $"{_file}:{_line}";

    /// <inheritdoc/>
    public override string Description => Name ?? (_file is null ? BodyName : SourcePlace.Short(_file, _line));

    /// <summary>Waits for the end of the task; throws what ended it.</summary>
    /// <returns>An awaiter; the compiler's business.</returns>
    public JoinAwaiter GetAwaiter() => new(this);

    /// <summary>This task as one of the BCL's, for <c>WhenAll</c>, <c>WhenAny</c> and everything else that wants one.</summary>
    /// <returns>Always the same object; it ends as this task ends.</returns>
    public Task AsTask() => AsTaskCore();

    /// <summary>This task as a <see cref="ValueTask"/>.</summary>
    /// <returns>A value task over <see cref="AsTask"/>.</returns>
    public ValueTask AsValueTask() => new(AsTaskCore());

    /// <summary>Asks the task, and the tasks it has spawned, to stop. Returns at once; may be called often and from any thread.</summary>
    /// <remarks>The task stops at its next wait, or at the one it is in, with an <see cref="OperationCanceledException"/>; a task that has not begun ends there, too.
    /// It may also catch the exception, or come to its end before.</remarks>
    public void Cancel() => Scope.Cancel();

    /// <summary>Lets the task go: nobody will look at its result, so a failure goes to <see cref="Runtime.UnhandledException"/> at once.</summary>
    /// <remarks>Does nothing for a child of a <see cref="TaskGroup"/>: the group looks.</remarks>
    public void Detach()
    {
        if (GroupRole != GroupRole.None)
        {
            return;
        }

        _detached = true;
        Interlocked.MemoryBarrier(); // against Complete: one of the two sees what the other wrote
        if (Volatile.Read(ref _state) is TaskFailure failure)
        {
            failure.ReportIfUnobserved();
        }
    }

    /// <summary>The task as one of the BCL's: what <see cref="AsTask"/> returns.</summary>
    /// <param name="handle">The handle.</param>
    public static implicit operator Task(JoinHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return handle.AsTask();
    }

    /// <summary>The index in the runtime's table of live tasks.</summary>
    internal int TableSlot
    {
        get => _slot;
        set => _slot = value;
    }

    /// <summary>The method or lambda that the body was compiled from.</summary>
    internal abstract string BodyName { get; }

    /// <summary>What few tasks have: a name, a cached <see cref="System.Threading.Tasks.Task"/>. Made for who asks.</summary>
    private protected TaskExtras Extras => ExtrasIfAny ?? MakeExtras();

    private TaskExtras? ExtrasIfAny => Volatile.Read(ref _more) as TaskExtras;

    private protected abstract Task AsTaskCore();

    /// <summary>Names a body that is not yet published.</summary>
    internal void SetName(string? name)
    {
        if (name is not null)
        {
            Extras.Name = name;
        }
    }

    /// <summary>The exception that ended the task, marked as observed; throws it.</summary>
    internal void ThrowIfFailed()
    {
        if (Volatile.Read(ref _state) is TaskFailure failure)
        {
            failure.Observe().Throw();
        }
    }

    internal ExceptionDispatchInfo? Failure => (Volatile.Read(ref _state) as TaskFailure)?.Observe();

    /// <summary>Registers who is to be woken at the end; false if the task has already ended.</summary>
    internal bool TryAddWaiter(IWaiter waiter)
    {
        while (true)
        {
            object? state = Volatile.Read(ref _state);
            if (state is null)
            {
                if (Interlocked.CompareExchange(ref _state, waiter, null) is null)
                {
                    return true;
                }
            }
            else if (IsFinal(state))
            {
                return false;
            }
            else if (state is WaiterList list)
            {
                return list.TryAdd(waiter);
            }
            else if (Interlocked.CompareExchange(ref _state, new WaiterList((IWaiter)state, waiter), state) == state)
            {
                return true;
            }
        }
    }

    /// <summary>Takes a waiter back; false if it has been or is about to be woken.</summary>
    internal bool TryRemoveWaiter(IWaiter waiter)
    {
        object? state = Volatile.Read(ref _state);
        if (ReferenceEquals(state, waiter) && Interlocked.CompareExchange(ref _state, null, waiter) == waiter)
        {
            return true;
        }

        return Volatile.Read(ref _state) is WaiterList list && list.TryRemove(waiter);
    }

    private protected void CompleteSucceeded()
    {
        EndSpan(null);
        Release();
        Complete(s_succeeded);
    }

    private protected void CompleteFailed(Exception exception)
    {
        var failure = new TaskFailure(this, exception);
        EndSpan(exception);
        Release();
        if (Volatile.Read(ref _detached))
        {
            failure.ReportIfUnobserved(); // before the end can be seen: a drain waits for the report, too
        }

        Complete(failure);
        if (Volatile.Read(ref _detached))
        {
            failure.ReportIfUnobserved(); // detached meanwhile
        }
    }

    /// <summary>Ends the task. Only the task's own last slice calls this, once.</summary>
    private void Complete(object final)
    {
        Runtime runtime = Owner!;
        if (Affinity != 0)
        {
            runtime.CountPinned(Affinity, -1);
        }

        TaskTable.Cache cache = runtime.Tasks.Remove(this, Slice.Existing);
        object? waiter = Interlocked.Exchange(ref _state, final);
        runtime.Tasks.Finish(cache);
        if (ExtrasIfAny is { Locals: not null })
        {
            DropLocals(); // those that came between the first time and the end
        }

        LeaveTree();
        runtime.Hooks?.TaskEnded(this);
        if (FeatureSwitches.EventsSupported && RuntimeEventSource.Log.IsEnabled() && !IsBranch)
        {
            RuntimeEventSource.Ended(this);
        }

        if (GroupRole != GroupRole.None)
        {
            LeaveGroup(); // before the waiter: who has seen the end finds the group without the task
        }

        if (waiter is not null)
        {
            Unsafe.As<IWaiter>(waiter).Wake(ScheduleReason.Wake);
        }
    }

    private TaskExtras MakeExtras()
    {
        while (true)
        {
            object? seen = Volatile.Read(ref _more);
            if (seen is TaskExtras made)
            {
                return made;
            }

            var extras = new TaskExtras { Resume = (Action?)seen };
            if (Interlocked.CompareExchange(ref _more, extras, seen) == seen)
            {
                return extras;
            }
        }
    }

    private static bool IsFinal(object? state) => ReferenceEquals(state, s_succeeded) || state is TaskFailure;
}
