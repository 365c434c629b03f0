namespace AsyncStd.Task;

using System.Diagnostics;
using AsyncStd.Runtimes;

// How a task is told to stop: through the leaves that its code is suspended on.
// Invariants. _awaited is what the root frame waits for, or has waited for last: one thing at a time. _wait says which, and is cleared when
// the next slice begins. The extras hold what the task's nested methods wait for, which can be several things at once.
// Leaves change only while the gate is held, and once _cancelRequested is set none can be added, so each wait either is there when the request
// comes, or learns of it when it tries to register. Leaves are asked without the gate, because they run other people's code. Instead _cancellers counts
// who is at it, and whoever ends a wait waits until nobody is: so a request never reaches a leaf that is in another use by then.
// A wait for another task does without the gate: a handle is never in another use, so a request that comes late finds nobody to wake. It is
// announced before the compare-exchange that registers the waiter, and the flag is looked at after it; the request sets the flag, passes a fence, and then looks at the wait.
public abstract partial class JoinHandle : ILeaf
{
    private static volatile bool s_anyCancelRequested;

    /// <summary>The tasks whose leaves this thread is asking, the innermost first: what they do on this very stack must not wait for it.</summary>
    [ThreadStatic]
    private static Asking? t_asking;

    /// <summary>Requests that came up while this thread was passing one on. They wait until that is done: a chain of scopes can be deeper than a stack.</summary>
    [ThreadStatic]
    private static Queue<JoinHandle>? t_later;

    private ILeaf? _awaited;
    private SpinGate _gate;
    private bool _cancelRequested;
    private volatile WaitKind _wait;
    private short _cancellers;

    private enum WaitKind : byte
    {
        None,

        /// <summary>A leaf that may be used again: registered and taken back under the gate.</summary>
        Leaf,

        /// <summary>Another task.</summary>
        Join,

        /// <summary>Somebody else's awaiter, which cannot be asked anything.</summary>
        Foreign,
    }

    string ILeaf.LeafName => "join " + Description;

    bool ILeaf.IsJoin => true;

    void ILeaf.AddAwaited(List<JoinHandle> tasks) => tasks.Add(this);

    /// <summary>A handle is waited for by root frames only, which need no index.</summary>
    int ILeaf.LeafIndex
    {
        get => 0;
        set => throw new UnreachableException();
    }

    /// <summary>Whether the task has been asked to stop.</summary>
    internal bool IsCancelRequested => Volatile.Read(ref _cancelRequested);

    /// <summary>What the task waits for now, or null.</summary>
    internal string? AwaitedLeaf => _wait == WaitKind.None ? null : LastAwait;

    /// <summary>What the task waits for, or has waited for last, or null.</summary>
    internal string? LastAwait => Volatile.Read(ref _awaited)?.LeafName;

    /// <summary>The scope of the running code if it has been asked to stop, or null. As cheap as can be while nothing in the process ever was.</summary>
    private static JoinHandle? CurrentCancelled => s_anyCancelRequested && Ambient.Node is { IsCancelRequested: true } node ? node : null;

    /// <summary>Throws if the running code has been asked to stop: for operations that do not suspend on a leaf.</summary>
    internal static void ThrowIfCurrentIsCancelled()
    {
        if (CurrentCancelled is { } node)
        {
            throw new OperationCanceledException($"Task '{node.Description}' was asked to stop.", node.TokenIfAny);
        }
    }

    /// <summary>Says what the root frame is about to wait for; false if the task has been asked to stop, so that it must not.</summary>
    internal bool TryBeginWait(ILeaf leaf)
    {
        _gate.Enter();
        bool open = !_cancelRequested;
        if (open)
        {
            _awaited = leaf;
            _wait = WaitKind.Leaf;
            if (_turn == Turn.New)
            {
                _turn = Turn.Held; // a child of a group waits for its place before it ever runs
            }

            _since = Owner!.Tick;
        }

        _gate.Exit();
        return open;
    }

    /// <summary>Ends a wait of the root frame that somebody else was told of; false if it is over.</summary>
    internal bool TryEndWait(ILeaf leaf)
    {
        _gate.Enter();
        bool waited = _wait == WaitKind.Leaf && ReferenceEquals(_awaited, leaf);
        if (waited)
        {
            _wait = WaitKind.None;
        }

        _gate.Exit();
        return waited;
    }

    /// <summary>Says for which task the root frame is about to wait; false if this one has been asked to stop. The caller looks again once it has registered.</summary>
    internal bool TryBeginJoin(JoinHandle handle)
    {
        _awaited = handle;
        _wait = WaitKind.Join;
        _since = Owner!.Tick;
        return !IsCancelRequested;
    }

    /// <summary>Registers what a nested method is about to wait for; false if the task has been asked to stop, or has ended.</summary>
    internal bool TryAddLeaf(ILeaf leaf)
    {
        TaskExtras extras = Extras;
        _gate.Enter();
        bool open = !_cancelRequested && !IsCompleted;
        if (open)
        {
            List<ILeaf> nested = extras.Nested ??= [];
            leaf.LeafIndex = nested.Count;
            nested.Add(leaf);
            extras.NestedCount++;
        }

        _gate.Exit();
        return open;
    }

    /// <summary>Takes back a nested leaf whose wait is over. Does nothing for one that is not there.</summary>
    internal void RemoveLeaf(ILeaf leaf, bool isUsedAgain = true)
    {
        TaskExtras extras = Extras;
        _gate.Enter();
        int index = leaf.LeafIndex;
        if (extras.Nested is { } nested && index < nested.Count && ReferenceEquals(nested[index], leaf))
        {
            int last = nested.Count - 1;
            nested[index] = nested[last];
            nested[index].LeafIndex = index;
            nested.RemoveAt(last);
            extras.NestedCount--;
        }

        _gate.Exit();
        if (isUsedAgain)
        {
            WaitForCancellers();
        }
    }

    /// <summary>Asks the task and its children to stop: every leaf they wait for now is asked to end, and every later one refuses to suspend.</summary>
    internal void RequestCancel()
    {
        if (t_later is { } later)
        {
            later.Enqueue(this);
            return;
        }

        t_later = later = new Queue<JoinHandle>();
        try
        {
            JoinHandle? node = this;
            do
            {
                if (node.TryRequestCancelOfThis())
                {
                    node.RequestCancelOfChildren();
                }
            }
            while (later.TryDequeue(out node));
        }
        finally
        {
            t_later = null;
        }
    }

    /// <summary>Passes the request on to a leaf that missed it, if it is still being waited for.</summary>
    internal void RequestCancelOf(ILeaf leaf)
    {
        _gate.Enter();
        bool waits = HasLeaf(leaf);
        if (waits)
        {
            _cancellers++;
        }

        _gate.Exit();
        if (waits)
        {
            Ask(leaf, []);
        }
    }

    /// <summary>Somebody who waits for this task is asked to stop: this task goes on, the waiter does not wait any longer.</summary>
    void ILeaf.RequestCancel(JoinHandle task) => Forsake(task);

    /// <summary>Makes a waiter stop waiting, unless it has been woken already.</summary>
    internal void Forsake(IWaiter waiter)
    {
        if (TryRemoveWaiter(waiter))
        {
            waiter.Wake(ScheduleReason.Wake);
        }
    }

    /// <summary>A slice begins, so the root frame's wait is over.</summary>
    private void EndWait()
    {
        if (_wait != WaitKind.Leaf)
        {
            _wait = WaitKind.None;
        }
        else
        {
            _gate.Enter();
            _wait = WaitKind.None;
            _gate.Exit();
            WaitForCancellers();
        }
    }

    private bool TryRequestCancelOfThis()
    {
        ILeaf[] nested = [];
        s_anyCancelRequested = true;
        _gate.Enter();
        if (_cancelRequested)
        {
            _gate.Exit();
            return false;
        }

        Volatile.Write(ref _cancelRequested, true);
        Interlocked.MemoryBarrier(); // a wait that begins now sees the flag, or we see the wait; the same for the token and for children
        ILeaf? awaited = _wait == WaitKind.None ? null : Volatile.Read(ref _awaited);
        TaskExtras? extras = ExtrasIfAny;
        if (extras?.Nested is { } leaves)
        {
            nested = [.. leaves];
        }

        _cancellers++;
        _gate.Exit();
        Ask(awaited, nested);
        CancelToken(extras?.Source);
        return true;
    }

    private void RequestCancelOfChildren()
    {
        if (ChildrenToAsk() is not { } children)
        {
            return;
        }

        foreach (JoinHandle child in children)
        {
            if (!child.IsShield && !child.IsGone)
            {
                child.RequestCancel();
            }
        }
    }

    private void Ask(ILeaf? first, ILeaf[] others)
    {
        Asking? outer = t_asking;
        t_asking = new Asking(this, outer);
        AskOne(first);
        foreach (ILeaf leaf in others)
        {
            // One asked before may have resumed its code on this very stack, which may have ended this wait and begun another.
            if (IsWaitingFor(leaf))
            {
                AskOne(leaf);
            }
        }

        t_asking = outer;
        _gate.Enter();
        _cancellers--;
        _gate.Exit();
    }

    private bool IsWaitingFor(ILeaf leaf)
    {
        _gate.Enter();
        bool waits = HasLeaf(leaf);
        _gate.Exit();
        return waits;
    }

    /// <summary>Whether a leaf is registered. The gate is held.</summary>
    private bool HasLeaf(ILeaf leaf)
        => (_wait != WaitKind.None && ReferenceEquals(_awaited, leaf))
            || (ExtrasIfAny?.Nested is { } nested && leaf.LeafIndex < nested.Count && ReferenceEquals(nested[leaf.LeafIndex], leaf));

    private void AskOne(ILeaf? leaf)
    {
        try
        {
            leaf?.RequestCancel(this);
        }
        catch (Exception e)
        {
            Owner!.ReportUnhandled(e, this);
        }
    }

    private void WaitForCancellers()
    {
        if (Volatile.Read(ref _cancelRequested) && Volatile.Read(ref _cancellers) != 0)
        {
            int own = Asking.Count(this, t_asking);
            var spin = default(SpinWait);
            while (Volatile.Read(ref _cancellers) > own)
            {
                spin.SpinOnce();
            }
        }
    }

    /// <summary>One task whose leaves a thread is asking.</summary>
    private sealed class Asking(JoinHandle task, Asking? outer)
    {
        /// <summary>How often a task is among those that a thread is asking.</summary>
        public static int Count(JoinHandle task, Asking? innermost)
        {
            int count = 0;
            for (Asking? each = innermost; each is not null; each = each.Outer)
            {
                count += each.Task == task ? 1 : 0;
            }

            return count;
        }

        private JoinHandle Task { get; } = task;

        private Asking? Outer { get; } = outer;
    }
}
