namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>How a task becomes known to its runtime.</summary>
public abstract partial class JoinHandle
{
    /// <summary>Hands a body that was built but not started to its runtime. The handle is not yet known to anybody else.</summary>
    internal void Publish(Runtime runtime, string? file, int line)
    {
        Prepare(runtime, file, line);
        runtime.Schedule(this, ScheduleReason.Spawn);
    }

    /// <summary>The same for a call that may block its thread.</summary>
    internal void PublishBlocking(Runtime runtime, string? file, int line)
    {
        Prepare(runtime, file, line);
        runtime.ScheduleBlocking(this);
    }

    private void Prepare(Runtime runtime, string? file, int line)
    {
        Owner = runtime;
        _file = file;
        _line = line;
        Context = ExecutionContext.Capture();
        runtime.Tasks.Add(this);
        runtime.Hooks?.TaskStarted(this);
        if (runtime.IsCancelling)
        {
            RequestCancel();
        }
    }
}
