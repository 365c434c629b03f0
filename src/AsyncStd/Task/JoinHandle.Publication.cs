namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>How a task becomes known to its runtime.</summary>
public abstract partial class JoinHandle
{
    /// <summary>Hands a body that was built but not started to its runtime. The handle is not yet known to anybody else.</summary>
    internal void Publish(Runtime runtime, string? file, int line)
    {
        Prepare(runtime, file, line);
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
    internal void PublishBlocking(Runtime runtime, string? file, int line)
    {
        _shape |= Shape.BlockingCall;
        Prepare(runtime, file, line);
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

    private void Prepare(Runtime runtime, string? file, int line)
    {
        Owner = runtime;
        _file = file;
        _line = line;
        Context = ExecutionContext.Capture();
        MarkQueued();
        if (((_shape & Shape.Placed) != 0 ? TakePlace() : Ambient.Task) is { } around)
        {
            JoinScope(around); // before anybody else can see the task: whether it is shielded depends on it
        }

        runtime.Tasks.Add(this);
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
