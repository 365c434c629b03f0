namespace AsyncStd.Task;

using AsyncStd.Runtimes;

// How a task becomes known to its runtime.
public abstract partial class JoinHandle
{
    /// <summary>Hands a body that was built but not started to its runtime. The handle is not yet known to anybody else.</summary>
    internal void Publish(Runtime runtime, string? file, int line) => Publish(runtime, Ambient.Item, file, line);

    /// <summary>The same for a caller that has looked into the ambient slot: <paramref name="around"/>.</summary>
    internal void Publish(Runtime runtime, WorkItem? around, string? file, int line)
    {
        Slice? slice = Slice.Existing;
        Prepare(runtime, around, slice, file, line);
        if (slice?.Worker is { } worker && worker.Runtime == runtime && Affinity == 0 && !IsLongRunning)
        {
            worker.Schedule(this, ScheduleReason.Spawn); // what the runtime would do, without the way there
            return;
        }

        try
        {
            Queue(ScheduleReason.Spawn);
        }
        catch (Exception e)
        {
            Withdraw(e);
            throw;
        }
    }

    /// <summary>The same for a call that may block its thread.</summary>
    internal void PublishBlocking(Runtime runtime, string? file, int line) => PublishBlocking(runtime, Ambient.Item, file, line);

    /// <summary>The same for a caller that has looked into the ambient slot: <paramref name="around"/>.</summary>
    internal void PublishBlocking(Runtime runtime, WorkItem? around, string? file, int line)
    {
        _shape |= Shape.BlockingCall;
        Slice? slice = Slice.Existing;
        Prepare(runtime, around, slice, file, line);
        if (slice?.Worker is { } worker && worker.Runtime == runtime)
        {
            MarkBlocking();
            worker.Schedule(this, ScheduleReason.Spawn); // what the runtime would do, without the way there
            return;
        }

        try
        {
            runtime.ScheduleBlocking(this);
        }
        catch (Exception e)
        {
            Withdraw(e);
            throw;
        }
    }

    /// <summary>The runtime would not take the task: it has ended before it began, and the caller hears why.</summary>
    private void Withdraw(Exception exception)
    {
        CompleteFailed(exception);
        _ = Exception; // seen: it is on its way to the caller
    }

    private void Prepare(Runtime runtime, string? file, int line) => Prepare(runtime, Ambient.Item, Slice.Existing, file, line);

    private void Prepare(Runtime runtime, WorkItem? around, Slice? slice, string? file, int line)
    {
        Owner = runtime;
        _file = file;
        _line = line;
        Context = ExecutionContext.Capture();
        MarkQueued();
        if (((_shape & Shape.Placed) != 0 ? TakePlace() : Ambient.TaskOf(around)) is { } node)
        {
            JoinScope(node, slice); // before anybody else can see the task: whether it is shielded depends on it
        }

        runtime.Tasks.Add(this, slice);
        if (Affinity != 0)
        {
            runtime.CountPinned(Affinity, 1);
        }

        runtime.Hooks?.TaskStarted(this);
        if (FeatureSwitches.EventsSupported && RuntimeEventSource.Log.IsEnabled() && !IsBranch)
        {
            RuntimeEventSource.Started(this, IsBlockingCall);
        }

        if (runtime.IsCancelling && !IsShielded)
        {
            RequestCancel();
        }
    }
}
