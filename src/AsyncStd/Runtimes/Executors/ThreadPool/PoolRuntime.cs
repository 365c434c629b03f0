namespace AsyncStd.Runtimes;

using AsyncStd.Runtimes.Executors;
using AsyncStd.Task;

/// <summary>Runs tasks on the shared thread pool: for use inside other people's servers. Owns no thread.</summary>
internal sealed class PoolRuntime : Runtime
{
    private static PoolRuntime? s_shared;

    private readonly Timers.PoolTimers? _timers;
    private readonly PoolMetrics _metrics = new();
    private volatile bool _stopped;

    public PoolRuntime(RuntimeOptions options)
        : base(options)
    {
        Clock = options.Clock ?? TimeProvider.System;
        _timers = options.Clock is null || options.Clock == TimeProvider.System ? new Timers.PoolTimers() : null;
    }

    /// <summary>Serves the leaves that strangers await while no runtime exists. Starts nothing by itself.</summary>
    public static PoolRuntime Shared => s_shared
        ?? Interlocked.CompareExchange(ref s_shared, new PoolRuntime(new RuntimeOptions { Name = "strangers", Kind = RuntimeKind.ThreadPool }), null)
        ?? s_shared;

    public override string Executor => "thread-pool";

    public override TimeProvider Clock { get; }

    protected internal override void Schedule(WorkItem item, ScheduleReason reason)
    {
        _metrics.Count();

        // Spawned and woken items go to this pool thread's own queue, which it takes from the top; a yield goes behind everything.
        ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: reason != ScheduleReason.Yield);
    }

    protected internal override void RunUntil(JoinHandle root) => ThreadWait.For(root);

    protected internal override void StartTimer(TimerNode timer, TimeSpan delay)
    {
        if (_timers is null)
        {
            base.StartTimer(timer, delay);
        }
        else
        {
            (_stopped ? Shared._timers! : _timers).Start(timer, delay);
            if (_stopped)
            {
                AdoptTimers(_timers.TakeAll(), Timers.MonotonicClock.UntilMillisecondOf); // it may have come while the alarm was taken away
            }
        }
    }

    protected internal override bool StopTimer(TimerNode timer)
        => _timers is null ? base.StopTimer(timer) : Timers.TimerWheel.StopWhereItIs(timer);

    /// <summary>Starts a timer, or a chain of them, of a runtime that has ended.</summary>
    public static void AdoptTimers(TimerNode? timers, Func<TimerNode, TimeSpan> left) => Shared._timers!.Adopt(timers, left);

    protected override ValueTask StopAsync()
    {
        _stopped = true;
        if (_timers is not null)
        {
            AdoptTimers(_timers.TakeAll(), Timers.MonotonicClock.UntilMillisecondOf);
            _timers.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    protected override RuntimeMetrics AddMetrics(RuntimeMetrics metrics) => metrics with
    {
        Workers = ThreadPool.ThreadCount,
        QueueLength = ThreadPool.PendingWorkItemCount,
        Polls = _metrics.Scheduled,
        Timers = _timers?.Count ?? 0,
    };
}
