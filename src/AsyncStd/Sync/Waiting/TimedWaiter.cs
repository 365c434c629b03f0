namespace AsyncStd.Sync.Waiting;

using AsyncStd.Runtimes;

/// <summary>A wait that can also end by the clock. Its result says whether it was served in time.</summary>
/// <remarks>
/// <para>A timer that fires late must not end a later use of the waiter. So a waiter whose timer could not be stopped is not used again: the timer may be about to look for it under the
/// gate of this primitive, which guards nothing of the next one. A timer that was stopped is used again, with its waiter.</para>
/// </remarks>
internal sealed class TimedWaiter : QueuedWaiter<TimedWaiter, bool>
{
    private Deadline? _deadline;
    private Runtime? _runtime;

    /// <summary>Sets the time limit: before the waiter is enqueued. <see cref="StartTimer"/> follows, without the gate.</summary>
    public void Limit(ITimedHost host)
    {
        _deadline ??= new Deadline();
        _deadline.Set(host, this);
        _runtime = Ambient.ForLeaf;
    }

    public void StartTimer(TimeSpan limit) => _runtime!.StartTimer(_deadline!, limit);

    /// <summary>Under the gate: whether a timer that has fired is that of the present use.</summary>
    public bool IsLimitedBy(TimerNode timer) => ReferenceEquals(_deadline, timer);

    /// <summary>A wait that ends by the clock is granted with an amount of 0.</summary>
    protected override bool TakeResult() => Amount != 0;

    protected override void Clear()
    {
        if (_runtime is { } runtime)
        {
            if (!runtime.StopTimer(_deadline!))
            {
                _deadline = null;
                IsSpent = true;
            }

            _runtime = null;
        }
    }

    private sealed class Deadline : TimerNode
    {
        private ITimedHost? _host;
        private TimedWaiter? _waiter;

        public override string Description => "time limit";

        public void Set(ITimedHost host, TimedWaiter waiter)
        {
            _host = host;
            _waiter = waiter;
        }

        protected internal override void Fire() => _host!.TimeOut(_waiter!, this);
    }
}
