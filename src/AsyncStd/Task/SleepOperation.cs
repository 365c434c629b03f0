namespace AsyncStd.Task;

using System.Diagnostics;
using AsyncStd.Runtimes;

/// <summary>One wait for a moment: a timer node that knows whom to wake. Pooled per thread.</summary>
/// <remarks>
/// <para>Life: rented by the awaiter, begun once, ended by GetResult, which returns it to the pool of its thread.</para>
/// <para>Who ends the wait? Whoever takes the timer out: the clock by firing it, or a cancellation by a stop that succeeds. Never both, so the
/// waiter is woken exactly once.</para>
/// <para><c>_state</c> settles beginning against ending: while the bit <c>Arming</c> is set the beginner still touches the operation; a
/// cancellation or a firing that finds it set only leaves its mark, and the beginner does the rest. So whoever is woken finds the bit gone, and the
/// operation may be used again.</para>
/// </remarks>
internal class SleepOperation : TimerNode, ILeaf
{
    private const int Arming = 1;
    private const int CancelRequested = 2;
    private const int Fired = 4;
    private const int PoolSize = 256;

    [ThreadStatic]
    private static SleepOperation? t_pool;

    [ThreadStatic]
    private static int t_pooled;

    private IWaiter? _waiter;
    private Runtime? _runtime;

    /// <summary>The task whose nested method waits; null when its root frame does, or nobody's task.</summary>
    private JoinHandle? _nestedIn;
    private int _state;
    private int _version;
    private Phase _phase;
    private bool _isInfinite;
    private bool _canceled;

    private protected SleepOperation()
    {
    }

    private enum Phase : byte
    {
        Fresh,
        Begun,
    }

    /// <inheritdoc/>
    public override string Description => "sleep";

    /// <inheritdoc/>
    public string LeafName => "sleep";

    /// <inheritdoc/>
    public int LeafIndex { get; set; }

    /// <summary>The number of this use: an awaiter of an earlier one must not touch the operation.</summary>
    public int Version => _version;

    /// <summary>Whether GetResult may be called at once.</summary>
    public bool IsOverBeforeItBegins => Token.IsCancellationRequested || (Delay == TimeSpan.Zero && Slice.TryConsume());

    /// <summary>The token that was given; a plain sleep has none.</summary>
    private protected virtual CancellationToken Token => default;

    /// <summary>Until the wait begins, the field of the deadline holds how long it is.</summary>
    private TimeSpan Delay => new(Due);

    public static SleepOperation Rent(TimeSpan delay, CancellationToken token)
    {
        SleepOperation operation = token.CanBeCanceled ? new CancellableSleep(token) : RentPlain();
        Debug.Assert(operation._phase == Phase.Fresh, "An operation in the pool belongs to nobody.");
        operation.Due = delay.Ticks;
        operation._isInfinite = delay == Timeout.InfiniteTimeSpan;
        return operation;
    }

    /// <summary>Throws unless an awaiter belongs to this use.</summary>
    public void Check(int version)
    {
        if (version != _version)
        {
            throw new InvalidOperationException("This wait is over: a sleep is awaited once for each GetAwaiter.");
        }
    }

    /// <summary>The root frame of a task waits.</summary>
    public void Begin(JoinHandle task)
    {
        Runtime runtime = task.Owner!;
        if (Delay == TimeSpan.Zero)
        {
            _phase = Phase.Begun;
            task.Wake(ScheduleReason.Yield);
            return;
        }

        TimeSpan delay = Prepare(task, runtime);
        Arm(task, runtime, delay, task.TryBeginWait(this));
    }

    /// <summary>Somebody else's code waits: a nested method of a task, or code of no task at all.</summary>
    public void Begin(IWaiter waiter)
    {
        if (Delay == TimeSpan.Zero)
        {
            _phase = Phase.Begun;
            waiter.Wake(ScheduleReason.Yield);
            return;
        }

        Runtime runtime = Ambient.ForLeaf;
        TimeSpan delay = Prepare(waiter, runtime);
        Arm(waiter, runtime, delay, Ambient.TryAddLeaf(this, out _nestedIn));
    }

    /// <summary>The wait is over: says how, and gives the operation back.</summary>
    public void End()
    {
        if (_phase == Phase.Fresh && !Token.IsCancellationRequested && Delay != TimeSpan.Zero)
        {
            EndWithoutBegin();
            return;
        }

        bool gaveWay = _phase == Phase.Begun && Delay == TimeSpan.Zero;
        if (!Finish(out CancellationToken token))
        {
            throw token.IsCancellationRequested
                ? new OperationCanceledException("The sleep was cancelled.", token)
                : new OperationCanceledException("The sleep ended because its task was asked to stop.");
        }

        if (gaveWay)
        {
            JoinHandle.ThrowIfCurrentIsCancelled();
        }
    }

    /// <summary>Gives the operation back; false if the wait was cut short.</summary>
    public bool Finish(out CancellationToken token)
    {
        Debug.Assert((Volatile.Read(ref _state) & Arming) == 0, "Nobody is woken while the wait is being begun.");
        EndToken();
        _nestedIn?.RemoveLeaf(this);
        token = Token;
        bool canceled = _canceled || (_phase == Phase.Fresh && token.IsCancellationRequested);
        Return();
        return !canceled;
    }

    /// <inheritdoc/>
    public void RequestCancel(JoinHandle task) => RequestCancel();

    /// <inheritdoc/>
    protected internal override void Fire()
    {
        IWaiter waiter = _waiter!;
        if ((Interlocked.Or(ref _state, Fired) & Arming) == 0)
        {
            waiter.Wake(ScheduleReason.Wake);
        }
    }

    private protected void RequestCancel()
    {
        if (Interlocked.Or(ref _state, CancelRequested) == 0)
        {
            Cancel(_waiter!);
        }
    }

    /// <summary>Begins to listen to the token, if there is one.</summary>
    private protected virtual void BeginToken()
    {
    }

    /// <summary>Stops listening; after this the token's callback is not running and will not run.</summary>
    private protected virtual void EndToken()
    {
    }

    private static SleepOperation RentPlain()
    {
        SleepOperation? operation = t_pool;
        if (operation is null)
        {
            return new SleepOperation();
        }

        t_pool = (SleepOperation?)operation.Next;
        t_pooled--;
        operation.Next = null;
        return operation;
    }

    /// <summary>Everything that a cancellation needs is written before the task can be told of this wait.</summary>
    private TimeSpan Prepare(IWaiter waiter, Runtime runtime)
    {
        TimeSpan delay = Delay;
        _phase = Phase.Begun;
        _waiter = waiter;
        _runtime = runtime;
        Volatile.Write(ref _state, Arming);
        return delay;
    }

    private void Arm(IWaiter waiter, Runtime runtime, TimeSpan delay, bool mayWait)
    {
        if (!mayWait)
        {
            _canceled = true;
            Volatile.Write(ref _state, 0);
            waiter.Wake(ScheduleReason.Wake);
            return;
        }

        bool isInfinite = _isInfinite;
        BeginToken();
        if (!isInfinite)
        {
            runtime.StartTimer(this, delay);
        }

        // After a successful exchange the operation may be over and in use again: no touching it.
        if (Interlocked.CompareExchange(ref _state, 0, Arming) != Arming)
        {
            EndArming(waiter, runtime, isInfinite);
        }
    }

    /// <summary>Something came while the wait was begun: the timer, a cancellation, or both.</summary>
    private void EndArming(IWaiter waiter, Runtime runtime, bool isInfinite)
    {
        bool wake = (Volatile.Read(ref _state) & Fired) != 0;
        if (!wake && (isInfinite || runtime.StopTimer(this)))
        {
            _canceled = true;
            wake = true;
        }

        // A timer that could not be stopped fires, now that the bit is gone, or has left its mark just before.
        int marks = Interlocked.And(ref _state, ~Arming);
        if (wake || (marks & Fired) != 0)
        {
            waiter.Wake(ScheduleReason.Wake);
        }
    }

    private void Cancel(IWaiter waiter)
    {
        if (_isInfinite || _runtime!.StopTimer(this))
        {
            _canceled = true;
            waiter.Wake(ScheduleReason.Wake);
        }
    }

    /// <summary>Somebody called GetResult without awaiting, as one may on a BCL task: outside a runtime this blocks.</summary>
    private void EndWithoutBegin()
    {
        TimeSpan delay = Delay;
        CancellationToken token = Token;
        Return();
        Runtime.BlockOn(new SleepAwaitable(delay, token).AsValueTask());
    }

    private void Return()
    {
        _waiter = null;
        _runtime = null;
        _nestedIn = null;
        _phase = Phase.Fresh;
        _canceled = false;
        _state = 0;
        _version++;
        if (t_pooled < PoolSize && GetType() == typeof(SleepOperation))
        {
            Next = t_pool;
            t_pool = this;
            t_pooled++;
        }
    }
}
