namespace AsyncStd.Task;

using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Timers;

/// <summary>Waits for one branch: a timeout, a deadline, a scope with a token, a shield.</summary>
/// <remarks>A branch that ends with a result gives it, even if it was asked to stop before: nothing is lost.</remarks>
internal sealed class BranchWait<T> : BranchSet<T>
{
    private const int PoolSize = 32;

    [ThreadStatic]
    private static BranchWait<T>? t_pool;

    [ThreadStatic]
    private static int t_pooled;

    private readonly BranchSlot[] _slots;
    private BranchWait<T>? _nextInPool;
    private JoinHandle<T>? _branch;
    private TimeSpan _limit;

    /// <summary>When the time began to count, as a timestamp of the runtime's clock; or, if its timers tell that without another look at the clock, the millisecond in which
    /// it will be up. Valid once <see cref="_hasStarted"/> is set.</summary>
    private long _moment;
    private volatile bool _hasStarted;
    private bool _isShield;

    private BranchWait() => _slots = [new BranchSlot<T>(this)];

    public override string Description => _isShield ? "shield" : _limit == Timeout.InfiniteTimeSpan ? "scope" : "timeout";

    protected override bool HeedsRequests => !_isShield;

    protected override bool HasSingleBranch => true;

    protected override ReadOnlySpan<BranchSlot> Slots => _slots;

    /// <summary>How much of the limit is left; null without a limit.</summary>
    /// <remarks>Asked by code of the branch, while others may end it: the answer may be nonsense, and then whoever asked sees that the branch has another state.</remarks>
    public override TimeSpan? Remaining
    {
        get
        {
            TimeSpan limit = _limit;
            return limit == Timeout.InfiniteTimeSpan || _branch is not { } branch ? null
                : !_hasStarted ? limit
                : branch.Owner!.TimersTellMilliseconds ? Least(limit, TimeSpan.FromMilliseconds(_moment - MonotonicClock.Milliseconds))
                : limit - branch.Owner.Clock.GetElapsedTime(_moment);

            static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other; // the end was rounded up
        }
    }

    /// <summary>Starts a branch and waits for it.</summary>
    /// <param name="branch">A body that was built and not started.</param>
    /// <param name="settings">How it is to be run.</param>
    public static ValueTask<T> Run(JoinHandle<T> branch, in BranchSettings settings)
    {
        BranchWait<T> wait = StartBranch(branch, settings);
        if (branch.IsCompletedSuccessfully && wait.TryForget())
        {
            return new ValueTask<T>(branch.GetResult());
        }

        ValueTask<T> task = wait.Start(settings.CancellationToken);
        wait.BeginAndHandle();
        return task;
    }

    /// <inheritdoc cref="Run"/>
    public static ValueTask RunWithoutResult(JoinHandle<T> branch, in BranchSettings settings)
    {
        BranchWait<T> wait = StartBranch(branch, settings);
        if (branch.IsCompletedSuccessfully && wait.TryForget())
        {
            return default;
        }

        ValueTask task = wait.StartWithoutResult(settings.CancellationToken);
        wait.BeginAndHandle();
        return task;
    }

    /// <summary>Waits for a task that has been started elsewhere; it is asked to stop as a branch would be.</summary>
    public static ValueTask<T> For(JoinHandle<T> handle, in BranchSettings settings)
    {
        BranchWait<T> wait = Rent(handle, settings);
        ValueTask<T> task = wait.Start(settings.CancellationToken);
        wait.Register();
        wait.BeginAndHandle();
        return task;
    }

    /// <inheritdoc cref="For"/>
    public static ValueTask ForEnd(JoinHandle<T> handle, in BranchSettings settings)
    {
        BranchWait<T> wait = Rent(handle, settings);
        ValueTask task = wait.StartWithoutResult(settings.CancellationToken);
        wait.Register();
        wait.BeginAndHandle();
        return task;
    }

    protected override bool OnBranchEnded(BranchSlot slot) => false;

    protected override void Complete()
    {
        JoinHandle<T> branch = _branch!;
        if (branch.IsCompletedSuccessfully)
        {
            TrySetResult(branch.GetResult());
        }
        else
        {
            TrySetException(Failure(branch));
        }
    }

    protected override void OnEnded()
    {
        base.OnEnded();
        _slots[0].Forget();
        _branch = null;
        _hasStarted = false;
        Return();
    }

    private void Return()
    {
        if (t_pooled < PoolSize)
        {
            _nextInPool = t_pool;
            t_pool = this;
            t_pooled++;
        }
    }

    private static BranchWait<T> StartBranch(JoinHandle<T> branch, in BranchSettings settings)
    {
        BranchWait<T> wait = Rent(branch, settings);
        if (settings.IsShield)
        {
            branch.MakeShield();
        }

        branch.SetWaiter(wait._slots[0]);
        branch.PublishBranch(Runtime.Current, settings.File, settings.Line);
        return wait;
    }

    private static BranchWait<T> Rent(JoinHandle<T> branch, in BranchSettings settings)
    {
        BranchWait<T>? wait = t_pool;
        if (wait is null)
        {
            wait = new BranchWait<T>();
        }
        else
        {
            t_pool = wait._nextInPool;
            t_pooled--;
            wait._nextInPool = null;
        }

        wait._branch = branch;
        wait._limit = settings.Limit;
        wait._isShield = settings.IsShield;
        wait._slots[0].Use(branch);
        wait.Hold();
        return wait;
    }

    /// <summary>The branch ended before anybody had to wait. It has told the set of it, if not in this moment.</summary>
    private bool TryForget()
    {
        if (!TryForgetEnded())
        {
            return false; // it is just about to
        }

        OnEnded();
        return true;
    }

    private void BeginAndHandle()
    {
        Runtime runtime = _branch!.Owner!;
        bool counts = _limit > TimeSpan.Zero;
        bool timerTells = runtime.TimersTellMilliseconds;
        if (counts && !timerTells)
        {
            _moment = runtime.Clock.GetTimestamp();
            _hasStarted = true;
        }

        Begin(runtime, _limit);
        if (counts && timerTells)
        {
            _moment = Timer.Due;
            _hasStarted = true;
        }

        Handle();
    }

    private Exception Failure(JoinHandle<T> branch)
    {
        // Null: it was left running. A cancellation that nobody here asked for is the branch's own. One that was asked for is thrown anew: an exception that
        // goes up through thousands of nested scopes would carry the stack of them all, and copy it in each.
        Exception? exception = branch.IsCompleted ? branch.Exception : null;
        return exception is not (null or OperationCanceledException) ? exception
            : Cause == StopCause.Time ? new TimeoutException(TimeoutMessage(branch), exception)
            : exception is null || Cause == StopCause.Request ? new OperationCanceledException($"The scope of '{branch.Description}' was cancelled.", StopToken)
            : exception;
    }

    private string TimeoutMessage(JoinHandle<T> branch)
        => $"'{branch.Description}' did not end within {_limit}"
            + (branch.IsCompleted ? "; it was stopped." : $", nor within {branch.Owner!.Options.CancelGrace} after it was asked to stop; it was left running.");
}
