namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>What both join awaiters do.</summary>
internal static class JoinWait
{
    /// <summary>A task of ours waits for <paramref name="handle"/>: its box is the waiter.</summary>
    public static void Register(JoinHandle handle, JoinHandle task)
    {
        if (!task.TryBeginJoin(handle) || !handle.TryAddWaiter(task))
        {
            task.Wake(ScheduleReason.Yield); // ended already, so it was the budget that made it wait
        }
        else if (task.IsCancelRequested)
        {
            handle.Forsake(task); // the request may have come between the two steps and found nobody to wake
        }
    }

    /// <summary>Somebody else's code waits for <paramref name="handle"/>.</summary>
    public static void Register(JoinHandle handle, Action continuation, ExecutionContext? flow)
    {
        Continuation waiter = Continuation.Rent(continuation, flow);
        var leaf = new ForeignJoin(handle, waiter);
        if (!Ambient.TryAddLeaf(leaf, out leaf.NestedIn) || !handle.TryAddWaiter(leaf))
        {
            leaf.Wake(ScheduleReason.Yield);
        }
        else if (leaf.NestedIn is { IsCancelRequested: true })
        {
            handle.Forsake(leaf);
        }
    }

    /// <summary>Called by GetResult: the wait is over because the task ended, because the waiter was asked to stop, or it never began.</summary>
    public static void EnsureCompleted(JoinHandle handle)
    {
        if (!handle.IsCompleted)
        {
            NotCompleted(handle);
        }
    }

    private static void NotCompleted(JoinHandle handle)
    {
        if (Ambient.Node is { IsCancelRequested: true } task)
        {
            throw new OperationCanceledException($"Task '{task.Description}' was asked to stop while it waited for task '{handle.Description}'.", task.TokenIfAny);
        }

        ThreadWait.For(handle);
    }

    /// <summary>A nested method's wait for a handle: wakes the method through its continuation, and can be told to give up.</summary>
    private sealed class ForeignJoin(JoinHandle handle, Continuation waiter) : IWaiter, ILeaf
    {
        /// <summary>The task whose nested method waits, or null.</summary>
        public JoinHandle? NestedIn;

        public string LeafName => "join " + handle.Description;

        public bool IsJoin => true;

        public int LeafIndex { get; set; }

        public void AddAwaited(List<JoinHandle> tasks) => tasks.Add(handle);

        public void RequestCancel(JoinHandle requester)
        {
            if (handle.TryRemoveWaiter(this))
            {
                Wake(ScheduleReason.Wake);
            }
        }

        public void Wake(ScheduleReason reason)
        {
            NestedIn?.RemoveLeaf(this, isUsedAgain: false); // who asks for it from now on finds nothing to end, and two that wait for each other's asking would wait for ever
            waiter.Wake(reason);
        }
    }
}
