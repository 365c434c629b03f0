namespace AsyncStdHostingTests.Host;

using AsyncStd.Runtimes;
using AsyncStd.Task;

/// <summary>A runtime that takes everything and runs nothing.</summary>
internal sealed class StuckRuntime() : Runtime(new RuntimeOptions { Name = "stuck", ShutdownTimeout = TimeSpan.Zero, CancelGrace = TimeSpan.Zero })
{
    public override string Executor => "stuck";

    public override TimeProvider Clock => TimeProvider.System;

    protected override void Schedule(WorkItem item, ScheduleReason reason)
    {
    }

    protected override void RunUntil(JoinHandle root) => throw new NotSupportedException();
}
