namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Task;

/// <summary>Runs tasks on somebody else's scheduler, one at a time and in order: a guest in a user interface's loop, or in a grain. Owns no thread.</summary>
/// <remarks>
/// <para>The host is asked for one turn at a time: a turn runs a bounded number of items, then asks for the next, so that the host's own work comes in between.</para>
/// <para>Invariants, under the lock: <c>_turnAsked</c> is set while a turn was asked for or runs, and it is set whenever the queue is not empty;
/// so there is at most one turn, which is what makes items exclude each other whatever threads the host has.</para>
/// <para>A host that refuses a turn (its loop has ended) has the thread pool stand in for it, which is reported once: nobody may wait in vain.</para>
/// </remarks>
internal abstract class HostedRuntime : Runtime
{
    private const int OnlyPlace = 1;

    /// <summary>Enough to spread the cost of asking the host, little enough not to be noticed by a person.</summary>
    private const int ItemsInTurn = 32;

    /// <summary>The runtime that is asking its host on this thread: a turn that comes now comes too early.</summary>
    [ThreadStatic]
    private static HostedRuntime? t_asking;

    private readonly Lock _lock = new();
    private readonly Queue<WorkItem> _queue = new();
    private readonly Turn _turn;
    private Thread? _thread;
    private bool _turnAsked;
    private bool _stopped;
    private int _refused;
    private long _polls;

    protected HostedRuntime(RuntimeOptions options)
        : base(options)
    {
        _turn = new Turn(this);
        options.Sources[nameof(Runtime)] = "not used: the host runs the tasks";
        options.Sources[nameof(options.ThreadCount)] = options.Sources[nameof(Runtime)];
    }

    public override TimeProvider Clock => Options.Clock ?? TimeProvider.System;

    public override int CurrentAffinity => Thread.CurrentThread == Volatile.Read(ref _thread) ? OnlyPlace : 0;

    protected internal override int MaximumConcurrency => 1;

    /// <summary>Whose scheduler it is, for messages.</summary>
    protected abstract string Host { get; }

    /// <summary>Whether the calling thread runs the host's own work, so that the host would wait for itself.</summary>
    protected abstract bool IsHostsTurn { get; }

    protected internal override void Schedule(WorkItem item, ScheduleReason reason)
    {
        lock (_lock)
        {
            if (!_stopped)
            {
                _queue.Enqueue(item);
                if (_turnAsked)
                {
                    return;
                }

                _turnAsked = true;
            }
            else if (!_turnAsked)
            {
                ScheduleLate(item);
                return;
            }
            else
            {
                _queue.Enqueue(item); // the turn that runs takes it, and so keeps the order
                return;
            }
        }

        AskForTurn();
    }

    protected internal override void EnsureMayBlock()
    {
        base.EnsureMayBlock();
        if (IsHostsTurn)
        {
            throw new InvalidOperationException(
                $"This would block {Host}, on which runtime '{Name}' runs its tasks: they could never end. Await instead (DisposeAsync instead of Dispose).");
        }
    }

    protected internal override void RunUntil(JoinHandle root) => ThreadWait.For(root);

    protected internal override void StartTimer(TimerNode timer, TimeSpan delay)
    {
        if (Options.Clock is null)
        {
            PoolRuntime.Shared.StartTimer(timer, delay);
        }
        else
        {
            base.StartTimer(timer, delay);
        }
    }

    protected internal override bool StopTimer(TimerNode timer) => Options.Clock is null ? PoolRuntime.Shared.StopTimer(timer) : base.StopTimer(timer);

    /// <summary>Asks the host to run a turn, soon and not on this stack.</summary>
    protected abstract void Ask(IThreadPoolWorkItem turn);

    /// <summary>The thread on which the host runs a turn.</summary>
    protected virtual void OnTurn()
    {
    }

    protected override ValueTask StopAsync()
    {
        lock (_lock)
        {
            _stopped = true;
        }

        LeaveHost();
        return ValueTask.CompletedTask;
    }

    protected override IEnumerable<string> DescribeExecutor()
    {
        yield return $"on {Host}";
    }

    protected override RuntimeMetrics AddMetrics(RuntimeMetrics metrics)
    {
        lock (_lock)
        {
            return metrics with { Workers = _thread is null ? 0 : 1, QueueLength = _queue.Count, Polls = _polls };
        }
    }

    private void AskForTurn()
    {
        HostedRuntime? outer = t_asking;
        t_asking = this;
        bool isSuppressed = ExecutionContext.IsFlowSuppressed();
        if (!isSuppressed)
        {
            ExecutionContext.SuppressFlow(); // whoever happens to wake the host is not its business
        }

        try
        {
            Ask(_turn);
        }
        catch (Exception e)
        {
            Refuse(e);
        }
        finally
        {
            if (!isSuppressed)
            {
                ExecutionContext.RestoreFlow();
            }

            t_asking = outer;
        }
    }

    private void Refuse(Exception? exception)
    {
        if (Interlocked.Exchange(ref _refused, 1) == 0)
        {
            ReportUnhandled(
                new InvalidOperationException($"{Host} does not take the work of runtime '{Name}'; the thread pool runs it instead.", exception), null);
        }

        PoolQueue.Add(_turn);
    }

    private void RunTurn()
    {
        if (t_asking == this)
        {
            Refuse(new InvalidOperationException("What was posted was run on the poster's stack."));
            return;
        }

        lock (_lock)
        {
            if (_thread is not null || !_turnAsked)
            {
                return; // a turn that was given up when the runtime ended, and comes after all
            }

            _thread = Thread.CurrentThread;
        }

        OnTurn();
        int left = ItemsInTurn;
        WorkItem? item;
        while ((item = NextOf(ref left)) is not null)
        {
            _polls++;
            Execute(item);
        }

        if (left < 0)
        {
            AskForTurn();
            if (Volatile.Read(ref _stopped))
            {
                LeaveHost();
            }
        }
    }

    /// <summary>The runtime has ended. A turn that was asked for may never come, as the host may be gone: what it was to run is run elsewhere.</summary>
    private void LeaveHost()
    {
        WorkItem[] left;
        lock (_lock)
        {
            if (_thread is not null)
            {
                return; // it comes here itself, or empties the queue
            }

            left = [.. _queue];
            _queue.Clear();
            _turnAsked = false;
        }

        Array.ForEach(left, ScheduleLate);
    }

    /// <summary>The next item of this turn; null when the turn is over, with <paramref name="left"/> below zero if there must be another one.</summary>
    private WorkItem? NextOf(ref int left)
    {
        lock (_lock)
        {
            bool any = _queue.Count > 0;
            if (any && left-- > 0)
            {
                return _queue.Dequeue();
            }

            _thread = null;
            _turnAsked = any;
            return null;
        }
    }

    private sealed class Turn(HostedRuntime runtime) : IThreadPoolWorkItem
    {
        public void Execute() => runtime.RunTurn();
    }
}
