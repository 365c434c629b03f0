namespace AsyncStd.Runtimes;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Runtimes.Drivers;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>A runtime with its own tasks, clock, drivers and randomness that lets another one do the running.</summary>
/// <remarks>
/// <para>For a part of a program that must be drained, observed, or given other drivers by itself; and for simulated hosts, which share one
/// executor. Override what differs: a host that has crashed drops what is scheduled on it, a host whose clock is wrong has another <see cref="Clock"/>.</para>
/// <para>Disposing a view ends the view's own tasks and leaves the other runtime alone.</para>
/// </remarks>
/// <example><code>
/// #pragma warning disable ASTD0003 // experimental
/// sealed class Host(Runtime executor, string name) : RuntimeView(executor, new RuntimeOptions { Name = name });
/// </code></example>
[Experimental(Experiments.OwnRuntimes, UrlFormat = Experiments.Url)]
public abstract class RuntimeView : Runtime
{
    private readonly Runtime _executor;

    /// <summary>Creates a view.</summary>
    /// <param name="executor">Who runs the tasks.</param>
    /// <param name="options">The view's own options; those of the executor's threads mean nothing here.</param>
    /// <exception cref="RuntimeConfigurationException">An option is out of its range.</exception>
    protected RuntimeView(Runtime executor, RuntimeOptions options)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(executor);
        _executor = executor;
    }

    /// <inheritdoc/>
    public override string Executor => $"view of {_executor.Name} ({_executor.Executor})";

    /// <inheritdoc/>
    public override TimeProvider Clock => Options.Clock ?? _executor.Clock;

    /// <inheritdoc/>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public override IFileSystem FileSystem => Options.FileSystem ?? _executor.FileSystem;

    /// <inheritdoc/>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public override INetwork Network => Options.Network ?? _executor.Network;

    /// <inheritdoc/>
    [Experimental(Experiments.OutsideWorld, UrlFormat = Experiments.Url)]
    public override IProcessHost ProcessHost => Options.ProcessHost ?? _executor.ProcessHost;

    /// <inheritdoc/>
    protected internal override bool IsClosedWorld => _executor.IsClosedWorld;

    /// <inheritdoc/>
    protected internal override int MaximumConcurrency => _executor.MaximumConcurrency;

    /// <inheritdoc/>
    protected internal override void EnsureMayBlock() => _executor.EnsureMayBlock();

    /// <inheritdoc/>
    public override int CurrentAffinity => _executor.CurrentAffinity;

    /// <inheritdoc/>
    protected internal override void Schedule(WorkItem item, ScheduleReason reason) => _executor.Schedule(item, reason);

    /// <inheritdoc/>
    protected internal override void RunUntil(JoinHandle root) => _executor.RunUntil(root);

    /// <inheritdoc/>
    protected internal override Task WaitForAsync(Task goal, TimeSpan timeout) => _executor.WaitForAsync(goal, timeout);

    /// <inheritdoc/>
    protected internal override void ScheduleBlocking(WorkItem item) => _executor.ScheduleBlocking(item);

    /// <inheritdoc/>
    protected internal override bool TryBeginBlockingSection() => _executor.TryBeginBlockingSection();

    /// <inheritdoc/>
    protected internal override void EndBlockingSection() => _executor.EndBlockingSection();

    /// <inheritdoc/>
    [Experimental(Experiments.WorkerDrivers, UrlFormat = Experiments.Url)]
    protected internal override bool TryAttachWorkerDriver(Func<WorkerInfo, WorkerDriver> factory) => _executor.TryAttachWorkerDriver(factory);

    internal override void ScheduleLong(WorkItem item) => _executor.ScheduleLong(item);

    internal override bool MayReadByRing => _executor.MayReadByRing;

    internal override string DescribeFileSystem() => _executor.Options.FileSystem?.Name ?? _executor.DescribeFileSystem();

    internal override string DescribeNetwork() => _executor.Options.Network?.Name ?? _executor.DescribeNetwork();

    internal override bool HasMonitor => _executor.HasMonitor;

    internal override int NearestPlace => _executor.NearestPlace;

    internal override void CountPinned(int place, int by) => _executor.CountPinned(place, by);

    /// <inheritdoc/>
    protected internal override void StartTimer(TimerNode timer, TimeSpan delay)
    {
        if (Options.Clock is null)
        {
            _executor.StartTimer(timer, delay);
        }
        else
        {
            base.StartTimer(timer, delay);
        }
    }

    /// <inheritdoc/>
    internal override uint ReadTick() => Options.Clock is null ? _executor.Tick : base.ReadTick();

    /// <inheritdoc/>
    protected internal override bool StopTimer(TimerNode timer)
        => Options.Clock is null ? _executor.StopTimer(timer) : base.StopTimer(timer);
}
