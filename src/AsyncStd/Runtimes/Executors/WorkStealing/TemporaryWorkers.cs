namespace AsyncStd.Runtimes.Executors;

using AsyncStd.Runtimes.Blocking;

/// <summary>Threads that help out while every worker is stuck in a slice: they run one item after the other that waits outside or is on offer, and own no queue.</summary>
/// <remarks>
/// <para>A worker whose slice blocks without having said so cannot be taken over: its thread may touch the worker at any moment. So others work in its place, as
/// strangers. What they schedule goes to the outside queue; when one of them leaves, nothing is left behind.</para>
/// <para>Each has a permit, so there are no more of them than calls that may block. The monitor, and nobody else, adds one at a time. Invariants, under the lock:
/// <c>_threads</c> are those that help; of them <c>_idle</c> wait to be called, and <c>_calls</c> of those have been called.</para>
/// </remarks>
internal sealed class TemporaryWorkers(WorkStealingRuntime runtime) : ISpareWork
{
    private static readonly TimeSpan s_idleTimeout = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();
    private readonly List<Thread> _threads = [];
    private int _coming;
    private int _idle;
    private int _calls;

    /// <summary>How many there are now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _threads.Count + _coming;
            }
        }
    }

    /// <summary>The monitor: work waits and all workers are stuck. Calls one that is idle, or adds one.</summary>
    /// <param name="most">How many may be at work, not counting those that are blocked themselves: as many as there are blocked workers.</param>
    public void Call(int most)
    {
        lock (_lock)
        {
            if (_idle > _calls)
            {
                _calls++;
                Monitor.Pulse(_lock);
                return;
            }

            if (_coming > 0 || _threads.Count(static thread => !Blockage.IsWaiting(thread)) >= most)
            {
                return;
            }
        }

        if (!runtime.SpareThreads.TryTakePermit())
        {
            return;
        }

        lock (_lock)
        {
            _coming++; // only with a permit in hand: who counts must never find more than there may be
        }

        runtime.SpareThreads.Request(this, 0);
    }

    void ISpareWork.Run(long ticket)
    {
        Seat seat = Seat.Here;
        seat.Home = ExecutionContext.Capture();
        lock (_lock)
        {
            _coming--;
            _threads.Add(Thread.CurrentThread);
        }

        do
        {
            while (runtime.NeedsHelp && runtime.TakeForHelp(out Worker? origin) is { } item)
            {
                seat.Origin = origin;
                item.Execute(runtime, seat.Home, null, item.MayBlock);
                seat.Origin = null;
            }
        }
        while (WaitForCall());
        runtime.SpareThreads.ExecuteWaiting();
    }

    void ISpareWork.Refuse(long ticket)
    {
        lock (_lock)
        {
            _coming--;
        }

        runtime.SpareThreads.ReturnPermit();
    }

    /// <summary>Waits until there is something to do. False: it has been quiet for a while, and the thread is no temporary worker any longer.</summary>
    private bool WaitForCall()
    {
        lock (_lock)
        {
            _idle++;
            bool called = Monitor.Wait(_lock, s_idleTimeout) || _calls == _idle;
            _idle--;
            if (called && _calls > 0)
            {
                _calls--;
                return true;
            }

            _threads.Remove(Thread.CurrentThread);
            return false;
        }
    }
}
