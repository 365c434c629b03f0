namespace AsyncStd.Runtimes.Shims;

using Task = System.Threading.Tasks.Task;

/// <summary>A runtime as a <see cref="TaskScheduler"/>.</summary>
/// <remarks>A task can be in the runtime's queue and be run inline by a waiter; the base class lets one of the two win.</remarks>
internal sealed class RuntimeTaskScheduler(Runtime runtime) : TaskScheduler
{
    /// <summary>The scheduler whose queued task this thread is running.</summary>
    [ThreadStatic]
    private static RuntimeTaskScheduler? t_running;

    public override int MaximumConcurrencyLevel => runtime.MaximumConcurrency;

    protected override void QueueTask(Task task)
    {
        var item = new ScheduledTask(this, runtime, task);
        runtime.Tasks.BeginAnonymous(); // a drain must not end before the task has
        try
        {
            if ((task.CreationOptions & TaskCreationOptions.LongRunning) != 0)
            {
                runtime.ScheduleBlocking(item);
            }
            else
            {
                runtime.Schedule(item, ScheduleReason.Spawn);
            }
        }
        catch
        {
            runtime.Tasks.EndAnonymous();
            throw;
        }
    }

    /// <summary>Only where the runtime's own work runs: elsewhere a stranger's thread would do what it is to be relieved of.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
        => (t_running == this || runtime.CurrentAffinity != 0) && TryExecuteTask(task);

    /// <summary>For debuggers only, and a runtime's queues cannot be looked into.</summary>
    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    private void Run(Task task)
    {
        RuntimeTaskScheduler? outer = t_running;
        t_running = this;

        // Awaits in the task's delegate come back through the context, and find this scheduler no longer current then.
        SynchronizationContext.SetSynchronizationContext(runtime.ContextFor(0));
        TryExecuteTask(task);
        t_running = outer;
        runtime.Tasks.EndAnonymous();
    }

    private sealed class ScheduledTask(RuntimeTaskScheduler scheduler, Runtime runtime, Task task) : WorkItem(runtime)
    {
        public override string Description => $"task {task.Id} of the base class library";

        protected override void Invoke() => scheduler.Run(task);
    }
}
