namespace AsyncStd.Runtimes.Executors;

/// <summary>Runs tasks on a <see cref="TaskScheduler"/>: a grain's, or any other that lets one task run at a time.</summary>
internal sealed class SchedulerRuntime(RuntimeOptions options, TaskScheduler scheduler) : HostedRuntime(options)
{
    public override string Executor => "task-scheduler";

    protected override string Host => $"the scheduler {scheduler.GetType()}";

    /// <summary>Blocking one of several threads is allowed, if not wise.</summary>
    protected override bool IsHostsTurn => scheduler.MaximumConcurrencyLevel == 1 && TaskScheduler.Current == scheduler;

    protected override void Ask(IThreadPoolWorkItem turn) => Foreign.Start(scheduler, static state => ((IThreadPoolWorkItem)state!).Execute(), turn);
}
