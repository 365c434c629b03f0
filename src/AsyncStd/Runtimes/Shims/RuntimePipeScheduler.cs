namespace AsyncStd.Runtimes.Shims;

using System.IO.Pipelines;

/// <summary>A runtime as a <see cref="PipeScheduler"/>.</summary>
/// <remarks>The caller's execution context is not taken along: a pipe that has to flow one does so itself.</remarks>
internal sealed class RuntimePipeScheduler(Runtime runtime) : PipeScheduler
{
    public override void Schedule(Action<object?> action, object? state)
    {
        ArgumentNullException.ThrowIfNull(action);
        Continuation item = Continuation.Rent(action, state, runtime.EnteredContext, useContext: false);
        item.Owner = runtime;
        runtime.Schedule(item, ScheduleReason.Wake);
    }
}
