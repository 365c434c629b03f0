namespace AsyncStdTests.Runtimes.Configuration;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>A runtime that cannot run anything: it is built, and that is all.</summary>
internal sealed class EmptyRuntime(RuntimeOptions options) : Runtime(options)
{
    public override string Executor => "none";

    public override TimeProvider Clock => TimeProvider.System;

    protected internal override void Schedule(WorkItem item, ScheduleReason reason) => throw new NotSupportedException();

    protected internal override void RunUntil(JoinHandle root) => throw new NotSupportedException();
}
