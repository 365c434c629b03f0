namespace AsyncStd.Channel;

using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;

/// <summary>A branch that wins when a time has passed and nothing else came.</summary>
internal sealed class TimerBranch<TResult>(TimeSpan delay, Func<TResult> onElapsed) : SelectBranch, ISelectResult<TResult>
{
    private Runtime? _runtime;
    private Timer? _timer;
    private long _started;

    public override bool IsLast => true;

    public TResult Result() => onElapsed();

    public override void Prepare()
    {
        _runtime = Ambient.ForLeaf;
        _started = _runtime.Clock.GetTimestamp();
    }

    public override bool TryNow() => delay != Timeout.InfiniteTimeSpan && Left() <= TimeSpan.Zero;

    public override void Unregister()
    {
        if (_timer is not null)
        {
            _runtime!.StopTimer(_timer); // one that fires just now finds the select settled
            _timer = null;
        }
    }

    public override void Reset()
    {
        base.Reset();
        _runtime = null;
    }

    protected override void Register(SelectWait wait)
    {
        if (delay != Timeout.InfiniteTimeSpan)
        {
            var timer = new Timer(wait, Index);
            TimeSpan left = Left();
            _runtime!.StartTimer(timer, left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1));
            _timer = timer;
        }
    }

    private TimeSpan Left() => delay == TimeSpan.Zero ? TimeSpan.Zero : delay - _runtime!.Clock.GetElapsedTime(_started);

    /// <summary>For one wait only: it may fire late.</summary>
    private sealed class Timer(SelectWait wait, int index) : TimerNode
    {
        private readonly SelectState _state = wait.State!;

        public override string Description => "select";

        protected internal override void Fire()
        {
            if (_state.TryClaim())
            {
                wait.Winner = index;
                wait.End(WaitOutcome.Granted);
            }
        }
    }
}
