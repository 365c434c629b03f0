namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

// A task that is a part of another one: a function passed to a combinator, with a scope of its own.
public abstract partial class JoinHandle
{
    /// <summary>Whether the task was left running after it had been asked to stop and had not ended within the grace period.</summary>
    internal bool IsAbandoned => ExtrasIfAny is { } extras && Volatile.Read(ref extras.IsAbandoned);

    /// <summary>What is left of the limit of the combinator that waits for this task; null without one.</summary>
    internal TimeSpan? RemainingHere
    {
        get
        {
            var slot = Volatile.Read(ref _state) as BranchSlot;
            TimeSpan? remaining = slot?.Remaining;
            return ReferenceEquals(Volatile.Read(ref _state), slot) ? remaining : null; // it may have been for another use of the slot
        }
    }

    /// <summary>The result of a task that has ended well, in a box.</summary>
    internal abstract object? ResultObject { get; }

    /// <summary>Registers who is to be woken at the end. The task is not yet known to anybody else.</summary>
    internal void SetWaiter(IWaiter waiter) => _state = waiter;

    /// <summary>Starts a part of the running code: at once on this stack, as an awaited method would, where that is right; else as a spawned task.</summary>
    /// <remarks>At once only within a slice of the same runtime and place, and not where somebody wants to see each slice.</remarks>
    internal void PublishBranch(Runtime runtime, string? file, int line)
    {
        _shape |= Shape.Branch;
        JoinHandle? starter = Ambient.Task;
        if (starter is not null && starter.Owner == runtime)
        {
            Affinity = starter.Affinity;
            IsLongRunning = starter.IsLongRunning;
        }

        if (starter is not null && runtime.Hooks is null && !ExecutionContext.IsFlowSuppressed() && IsAtHome(runtime) && RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Prepare(runtime, file, line);
            RunWithinSlice();
        }
        else
        {
            Publish(runtime, file, line);
        }
    }

    /// <summary>Waits for the end as for that of a branch.</summary>
    internal abstract ValueTask WaitAsBranch(in BranchSettings settings);

    /// <summary>The task would not stop; nobody waits for it any longer.</summary>
    internal void MarkAbandoned()
    {
        Volatile.Write(ref Extras.IsAbandoned, true);
        Owner!.Tasks.CountAbandoned();
        if (IsBranch)
        {
            Detach();
        }
    }

    private bool IsAtHome(Runtime runtime)
        => Slice.Item is { } running && running.Owner == runtime && (Affinity == 0 || running.Affinity == Affinity);

    private void RunWithinSlice()
    {
        ExecutionContext home = ExecutionContext.Capture()!;
        SynchronizationContext? homeContext = SynchronizationContext.Current;
        Slice.Frame outer = Slice.EnterPart(this);
        try
        {
            Invoke();
        }
        finally
        {
            Slice.LeavePart(outer);
            SynchronizationContext.SetSynchronizationContext(homeContext);
            ExecutionContext.Restore(home);
        }
    }
}
