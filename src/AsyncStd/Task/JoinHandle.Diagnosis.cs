namespace AsyncStd.Task;

using AsyncStd.Runtimes;

// What a task tells of itself to those who look from outside, without being stopped.
// The task only leaves marks: plain stores into its own box. Whoever looks meanwhile may see a moment that is already over, or two halves of
// neighbouring moments; nothing it reads is followed by an action.
public abstract partial class JoinHandle
{
    /// <summary>When the present state began, by the runtime's coarse clock; 0 if that is not known.</summary>
    private uint _since;

    /// <summary>Written by a slice when it begins, and by whoever schedules the next, one after the other.</summary>
    private Turn _turn;

    private enum Turn : byte
    {
        /// <summary>No slice has begun; the first is scheduled, or is just going to be.</summary>
        New,

        /// <summary>No slice has begun, and none is scheduled: a child of a group waits for its place.</summary>
        Held,

        /// <summary>A slice has begun, and the next is not scheduled yet.</summary>
        Running,

        /// <summary>The next slice is scheduled. Until it begins a wait that is over may still be noted down.</summary>
        Queued,
    }

    /// <summary>What the task does now.</summary>
    internal TaskState State
        => this is GroupNode ? TaskState.Open
            : _turn is Turn.New or Turn.Queued ? TaskState.Ready
            : _wait != WaitKind.None ? TaskState.Waiting
            : IsBlockingCall ? TaskState.Blocking
            : TaskState.Running;

    /// <summary>Since when, by <see cref="Runtime.Tick"/>; 0 if that is not known.</summary>
    internal uint StateSince => Volatile.Read(ref _since);

    /// <summary>What the task failed with, if it did, without counting as observing it.</summary>
    internal Exception? FailureUnobserved => (Volatile.Read(ref _state) as TaskFailure)?.Unobserved;

    /// <summary>The number by which events name the task.</summary>
    internal long EventId => Self.OwnId;

    /// <summary>What the root frame waits for, or null.</summary>
    internal ILeaf? RootLeaf => _wait == WaitKind.None ? null : Volatile.Read(ref _awaited);

    /// <summary>What nested methods wait for.</summary>
    internal ILeaf[] NestedLeaves
    {
        get
        {
            if (ExtrasIfAny is not { } extras)
            {
                return [];
            }

            _gate.Enter();
            ILeaf[] nested = extras.Nested is { } leaves ? [.. leaves] : [];
            _gate.Exit();
            return nested;
        }
    }

    /// <summary>Whether a leaf that was found earlier is still waited for.</summary>
    internal bool StillWaitsFor(ILeaf leaf) => ReferenceEquals(RootLeaf, leaf) || (ExtrasIfAny is not null && IsWaitingFor(leaf));

    /// <summary>The task goes on: notes that down, and queues it.</summary>
    internal override void Wake(ScheduleReason reason)
    {
        MarkQueued();
        base.Wake(reason);
    }

    private void MarkQueued()
    {
        _turn = _turn is Turn.New or Turn.Held ? Turn.New : Turn.Queued;
        _since = Owner!.CheapTick;
    }

    /// <summary>The body has ended: so has its span, before anybody can see that.</summary>
    private void EndSpan(Exception? failure)
    {
        if (ExtrasIfAny is { Span: { } span } extras)
        {
            extras.Span = null;
            TaskSpans.Stop(this, span, failure);
        }
    }

    /// <summary>Says that the root frame is about to wait for something that is not ours.</summary>
    internal void BeginForeignWait(ILeaf wait)
    {
        _awaited = wait;
        _wait = WaitKind.Foreign;
        _since = Owner!.Tick;
    }
}
