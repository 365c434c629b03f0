namespace AsyncStd.Task;

using AsyncStd.Runtimes;

// The execution context of a task: taken at spawn, given the slot at the first slice, carried from suspension to resumption.
public abstract partial class JoinHandle
{
    /// <summary>Before the first slice: the spawner's context. Later: the body's own at its last suspension. Null: flow was suppressed there.</summary>
    internal ExecutionContext? Context { get; private protected set; }

    /// <summary>The delegate that awaiters of other people get: it comes back through the runtime, never inline. Made once.</summary>
    internal Action ResumeAction => Volatile.Read(ref _more) switch
    {
        Action own => own,
        TaskExtras extras => extras.Resume ??= Resume,
        _ => MakeResumeAction(),
    };

    /// <summary>Whether a delegate is <see cref="ResumeAction"/>.</summary>
    internal bool IsResumeAction(Action action) => ReferenceEquals(_more, action) || ReferenceEquals(ExtrasIfAny?.Resume, action);

    /// <summary>Makes this thread look like the body's: execution context with the slot in it, and the runtime's synchronization context.</summary>
    private protected void InstallContext()
    {
        ExecutionContext? context = Context;
        ExecutionContext.Restore(context ?? EmptyContext.Get());
        bool isFirst = _turn == Turn.New; // if not, the context holds the slot already
        if (isFirst || context is null)
        {
            Ambient.Item = this;
            if (isFirst)
            {
                if (!Owner!.TakesAreFenced)
                {
                    Interlocked.MemoryBarrier();
                }

                HeedParent();
            }

            if (isFirst && ExtrasIfAny is { Name: not null } extras)
            {
                extras.Span = TaskSpans.Start(this);
            }
        }

        EndWait();
        _turn = Turn.Running;
        SynchronizationContext.SetSynchronizationContext(Owner!.ContextFor(Affinity));
    }

    private Action MakeResumeAction()
    {
        Action own = Resume;
        return Interlocked.CompareExchange(ref _more, own, null) switch
        {
            null => own,
            Action made => made,
            _ => Extras.Resume ??= own, // others may ask for extras at any time; for this only the task's own slice does
        };
    }

    private void Resume() => Wake(ScheduleReason.Wake);

    /// <summary>Remembers the context of the running slice, to be installed again by the next one.</summary>
    internal void CaptureContext() => Context = ExecutionContext.Capture();

    /// <summary>Lets go of what the body held, once it has ended; the handle itself may be kept for ever.</summary>
    private protected virtual void Release()
    {
        Context = null;
        _awaited = null;
        if (ExtrasIfAny is { Locals: not null })
        {
            DropLocals(); // before anybody can see the end
        }
    }
}
