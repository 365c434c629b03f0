namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Waits for several tasks at once, with a limit in time; whoever is no longer needed is asked to stop and waited for, up to the grace period.</summary>
/// <remarks>
/// <para>What happens: a branch ends, the timer fires, somebody wants the wait to end. Each comes from any thread and leaves a bit in <c>_events</c>.
/// Whoever sets the first bit also sets <c>Busy</c> and becomes the one that handles events, its own and those that come meanwhile; everything that is not
/// <c>_events</c> or <c>_ended</c> belongs to him. So nobody waits, and nothing is handled twice or by two.</para>
/// <para>The set is done when no branch is to be waited for and no timer can fire any more. Then nobody knows it but the awaiting code, and
/// it may be used again. With several branches a post may still come, but the set stays busy, so it changes nothing; such a set is not used again.</para>
/// </remarks>
internal abstract class BranchSet<TResult> : Operation<TResult>
{
    private const int Busy = 1;
    private const int BranchEnded = 2;
    private const int TimerFired = 4;
    private const int StopWanted = 8;

    private readonly BranchTimer _timer;
    private int _events;
    private BranchSlot? _ended;
    private Runtime? _runtime;
    private int _waitingFor;
    private bool _isTimerSet;

    /// <summary>The limit's timer could not be stopped and is still to fire, although the wait is already in its grace period.</summary>
    private bool _isTimerStale;
    private bool _isStopping;
    private CancellationToken _stopToken;

    protected BranchSet() => _timer = new BranchTimer(OnTimer);

    /// <summary>Why the branches were asked to stop, if they were.</summary>
    protected StopCause Cause { get; private set; }

    /// <summary>The token that wanted the stop, if one did.</summary>
    protected CancellationToken StopToken => _stopToken;

    /// <summary>What counts the limit.</summary>
    protected TimerNode Timer => _timer;

    /// <summary>Whether a request to end the wait is heeded. A shield does not.</summary>
    protected virtual bool HeedsRequests => true;

    /// <summary>How much of the limit is left; null without one.</summary>
    public virtual TimeSpan? Remaining => null;

    /// <summary>Whether there is never more than one branch: then its end needs no list.</summary>
    protected virtual bool HasSingleBranch => false;

    /// <summary>The branches that are waited for.</summary>
    protected abstract ReadOnlySpan<BranchSlot> Slots { get; }

    /// <summary>Begins to wait, once the slots are registered with their tasks. The object is not known to anybody else but them.</summary>
    protected void Begin(Runtime runtime, TimeSpan limit)
    {
        _runtime = runtime;
        _waitingFor = Slots.Length;
        if (limit == TimeSpan.Zero || (limit != Timeout.InfiniteTimeSpan && !TryStartTimer(limit)))
        {
            Interlocked.Or(ref _events, TimerFired); // without a timer there is no limit to keep: better too early than never
        }
    }

    /// <summary>Registers the slots with tasks that are running already.</summary>
    protected void Register()
    {
        foreach (BranchSlot slot in Slots)
        {
            if (!slot.Task!.TryAddWaiter(slot))
            {
                slot.Wake(ScheduleReason.Wake);
            }
        }
    }

    /// <summary>The only branch has said that it ended, and nobody waits yet: there is nothing to do.</summary>
    protected bool TryForgetEnded() => Volatile.Read(ref _events) == (Busy | BranchEnded);

    /// <summary>From now on events are kept: until <see cref="Handle"/>.</summary>
    protected void Hold() => _events = Busy;

    /// <summary>A branch has ended; from any thread, called by its slot.</summary>
    internal void OnEnded(BranchSlot slot)
    {
        if (!HasSingleBranch)
        {
            Push(slot);
        }

        Post(BranchEnded);
    }

    /// <summary>A branch that is still needed has ended.</summary>
    /// <returns>Whether the others are not needed any more.</returns>
    protected abstract bool OnBranchEnded(BranchSlot slot);

    /// <summary>Nothing is waited for any more: ends the operation.</summary>
    protected abstract void Complete();

    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        if (HeedsRequests)
        {
            _stopToken = cancellationToken;
            Post(StopWanted);
        }
    }

    /// <summary>Forgets this use. The set stays busy until the next one: a branch enters itself in the list before it posts, so another's post may have had it
    /// handled, and its own comes when all is over.</summary>
    protected override void OnEnded()
    {
        _events = Busy;
        _runtime = null;
        _isStopping = false;
        _stopToken = default;
        Cause = StopCause.None;
    }

    /// <summary>Handles what has happened so far, and lets whoever comes next handle the rest.</summary>
    protected void Handle()
    {
        while (true)
        {
            int events = Interlocked.And(ref _events, Busy);
            if ((events & BranchEnded) != 0)
            {
                HandleEnded();
            }

            if ((events & TimerFired) != 0)
            {
                HandleTimer();
            }

            if ((events & StopWanted) != 0 && !_isStopping && _waitingFor > 0)
            {
                Stop(StopCause.Request);
            }

            if (_waitingFor == 0 && TryStopTimer())
            {
                Complete(); // after this the object may be in another use; until then it stays busy, so what comes now is too late
                return;
            }

            if (Interlocked.CompareExchange(ref _events, 0, Busy) == Busy)
            {
                return;
            }
        }
    }

    internal override void AddAwaited(List<JoinHandle> tasks)
    {
        foreach (BranchSlot slot in Slots)
        {
            if (slot.Task is { IsCompleted: false } task)
            {
                tasks.Add(task);
            }
        }
    }

    /// <summary>Of several branches it must be said which have ended. Of a single one the bit says it all, and there are not two steps between which
    /// another's post could have the end handled before ours comes.</summary>
    private void Push(BranchSlot slot)
    {
        BranchSlot? head = Volatile.Read(ref _ended);
        while (true)
        {
            slot.Next = head;
            BranchSlot? seen = Interlocked.CompareExchange(ref _ended, slot, head);
            if (seen == head)
            {
                return;
            }

            head = seen;
        }
    }

    private void OnTimer() => Post(TimerFired);

    private void Post(int happened)
    {
        if ((Interlocked.Or(ref _events, happened | Busy) & Busy) == 0)
        {
            Handle();
        }
    }

    private void HandleTimer()
    {
        _isTimerSet = false;
        if (_isTimerStale)
        {
            _isTimerStale = false;
            StartGrace();
        }
        else if (_waitingFor == 0)
        {
            return; // it was too late
        }
        else if (!_isStopping)
        {
            Stop(StopCause.Time);
        }
        else
        {
            Abandon();
        }
    }

    private void HandleEnded()
    {
        // Oldest first: on a tie the order of ending decides.
        BranchSlot? slot = HasSingleBranch ? Slots[0] : Reverse(Interlocked.Exchange(ref _ended, null));
        while (slot is not null)
        {
            BranchSlot? next = slot.Next;
            slot.Next = null;
            slot.IsWaiting = false;
            _waitingFor--;
            if (!_isStopping && OnBranchEnded(slot) && _waitingFor > 0)
            {
                Stop(StopCause.Decided);
            }

            slot = next;
        }
    }

    private static BranchSlot? Reverse(BranchSlot? slot)
    {
        BranchSlot? reversed = null;
        while (slot is not null)
        {
            BranchSlot? next = slot.Next;
            slot.Next = reversed;
            reversed = slot;
            slot = next;
        }

        return reversed;
    }

    private void Stop(StopCause cause)
    {
        _isStopping = true;
        Cause = cause;
        if (_isTimerSet && !TryStopTimer())
        {
            _isTimerStale = true;
        }

        foreach (BranchSlot slot in Slots)
        {
            if (slot.IsWaiting)
            {
                slot.Task!.RequestCancel();
            }
        }

        if (!_isTimerStale)
        {
            StartGrace();
        }
    }

    /// <summary>The grace period is over: who has not ended by now is left running.</summary>
    private void Abandon()
    {
        foreach (BranchSlot slot in Slots)
        {
            // One that cannot be taken back has ended just now, and says so in a moment.
            if (slot.IsWaiting && slot.Task!.TryRemoveWaiter(slot))
            {
                slot.IsWaiting = false;
                _waitingFor--;
                slot.Task.MarkAbandoned();
            }
        }
    }

    private void StartGrace()
    {
        if (_waitingFor == 0)
        {
            return;
        }

        TimeSpan grace = _runtime!.Options.CancelGrace;
        if (grace == TimeSpan.Zero || !TryStartTimer(grace))
        {
            Abandon();
        }
    }

    /// <summary>A clock of somebody else's may throw; whoever waits here must not hang for it.</summary>
    private bool TryStartTimer(TimeSpan delay)
    {
        _isTimerSet = true;
        try
        {
            _runtime!.StartTimer(_timer, delay);
        }
        catch (Exception e)
        {
            _isTimerSet = false;
            _runtime!.ReportUnhandled(e, null);
        }

        return _isTimerSet;
    }

    /// <summary>Whether no timer will fire any more.</summary>
    private bool TryStopTimer()
    {
        if (_isTimerSet && _runtime!.StopTimer(_timer))
        {
            _isTimerSet = false;
        }

        return !_isTimerSet;
    }
}
