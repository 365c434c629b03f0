namespace AsyncStd.Stream;

using AsyncStd.Runtimes;

/// <summary>What a consumer of several things waits on: that any of them has something for it, or that a time is up.</summary>
/// <remarks>Invariants, under the lock: <c>_isSignalled</c> is set while something has happened that the consumer has not waited for. <c>_isAwaited</c> is set while
/// the use <c>_awaitedUse</c> of the operation waits for the next signal. It is completed outside the lock and by its number, so a wait that was cancelled meanwhile
/// takes nothing with it: what has arrived stays where it is.</remarks>
internal sealed class Arrivals : Operation<bool>
{
    private readonly Lock _lock = new();
    private bool _isSignalled;
    private bool _isAwaited;
    private short _awaitedUse;
    private bool _isShield;
    private Deadline? _timer;
    private Runtime? _timersRuntime;

    public override string Description => "next item of a sequence";

    /// <summary>Something has happened. From any thread.</summary>
    public void Signal()
    {
        bool isAwaited;
        short use;
        lock (_lock)
        {
            isAwaited = _isAwaited;
            use = _awaitedUse;
            _isAwaited = false;
            _isSignalled = !isAwaited;
        }

        // False: that wait was cancelled, or its time was up. Whoever looks next must find the signal.
        if (isAwaited && !TrySetResult(true, use))
        {
            Signal();
        }
    }

    /// <summary>Waits for a signal: at once, if there was one since the last wait.</summary>
    /// <returns>False: the time was up first.</returns>
    public ValueTask<bool> WaitAsync(Runtime runtime, TimeSpan limit, CancellationToken cancellationToken)
        => BeginWait(runtime, limit, isShield: false, cancellationToken);

    /// <summary>Waits for a signal, whatever is cancelled.</summary>
    public ValueTask<bool> WaitShieldedAsync(Runtime runtime) => BeginWait(runtime, Timeout.InfiniteTimeSpan, isShield: true, default);

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        if (!_isShield)
        {
            base.OnCancelRequested(cancellationToken);
        }
    }

    protected override void OnEnded()
    {
        if (_timersRuntime is { } runtime)
        {
            _timersRuntime = null;
            if (!_timer!.HasFired && !runtime.StopTimer(_timer))
            {
                _timer = null; // it fires in this moment, for a use that is over: it must not be used again
            }
        }
    }

    private ValueTask<bool> BeginWait(Runtime runtime, TimeSpan limit, bool isShield, CancellationToken cancellationToken)
    {
        _isShield = isShield;
        ValueTask<bool> wait = Start(cancellationToken);
        short use = Version;
        bool isSignalled;
        lock (_lock)
        {
            isSignalled = _isSignalled;
            _isSignalled = false;
            _isAwaited = !isSignalled;
            _awaitedUse = use;
        }

        if (isSignalled)
        {
            TrySetResult(true, use);
        }
        else if (limit != Timeout.InfiniteTimeSpan)
        {
            StartTimer(runtime, limit, use);
        }

        return wait;
    }

    private void StartTimer(Runtime runtime, TimeSpan limit, short use)
    {
        if (_timer is null or { HasFired: true })
        {
            _timer = new Deadline(this);
        }

        _timer.Use = use;
        try
        {
            runtime.StartTimer(_timer, limit);
            _timersRuntime = runtime;
        }
        catch (Exception e)
        {
            TrySetException(e, use); // a clock of somebody else's may throw
        }
    }

    private sealed class Deadline(Arrivals arrivals) : TimerNode
    {
        private volatile bool _hasFired;

        public short Use { get; set; }

        public bool HasFired => _hasFired;

        public override string Description => "limit of a sequence";

        protected internal override void Fire()
        {
            short use = Use;
            _hasFired = true;
            arrivals.TrySetResult(false, use);
        }
    }
}
