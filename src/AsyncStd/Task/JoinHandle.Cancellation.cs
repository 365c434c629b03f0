namespace AsyncStd.Task;

using System.Diagnostics;
using AsyncStd.Runtimes;

/// <summary>How a task is told to stop: through the leaves that its code is suspended on.</summary>
/// <remarks>
/// <para>Invariants. <c>_awaited</c> is what the root frame waits for: one thing at a time, set when it suspends, cleared when its next
/// slice begins. The extras hold what the task's nested methods wait for, which can be several things at once. Both change only while the
/// gate is held.</para>
/// <para>Once <c>_cancelRequested</c> is set no leaf can be added, so each wait either is there when the request comes, or learns of
/// it when it tries to register.</para>
/// <para>Leaves are asked without the gate, because they run other people's code. Instead <c>_cancellers</c> counts who is at it, and whoever
/// ends a wait waits until nobody is: so a request never reaches a leaf that is in another use by then.</para>
/// </remarks>
public abstract partial class JoinHandle : ILeaf
{
    private static volatile bool s_anyCancelRequested;

    /// <summary>The task whose leaves this thread is asking: what they do on this very stack must not wait for it.</summary>
    [ThreadStatic]
    private static JoinHandle? t_cancelling;

    private ILeaf? _awaited;
    private SpinGate _gate;
    private bool _cancelRequested;
    private short _cancellers;

    string ILeaf.LeafName => "join " + Description;

    /// <summary>A handle is waited for by root frames only, which need no index.</summary>
    int ILeaf.LeafIndex
    {
        get => 0;
        set => throw new UnreachableException();
    }

    /// <summary>Whether the task has been asked to stop.</summary>
    internal bool IsCancelRequested => Volatile.Read(ref _cancelRequested);

    /// <summary>What the task waits for now, or null.</summary>
    internal string? AwaitedLeaf => Volatile.Read(ref _awaited)?.LeafName;

    /// <summary>Throws if the running task has been asked to stop: for operations that do not suspend on a leaf.</summary>
    internal static void ThrowIfCurrentIsCancelled()
    {
        if (s_anyCancelRequested && Ambient.Task is { IsCancelRequested: true } task)
        {
            throw new OperationCanceledException($"Task '{task.Description}' was asked to stop.");
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
        }

        _gate.Exit();
        return open;
    }

    /// <summary>Registers what a nested method is about to wait for; false if the task has been asked to stop.</summary>
    internal bool TryAddLeaf(ILeaf leaf)
    {
        List<ILeaf> nested = Extras.Nested;
        _gate.Enter();
        bool open = !_cancelRequested;
        if (open)
        {
            leaf.LeafIndex = nested.Count;
            nested.Add(leaf);
        }

        _gate.Exit();
        return open;
    }

    /// <summary>Takes back a nested leaf whose wait is over. Does nothing for one that is not there.</summary>
    internal void RemoveLeaf(ILeaf leaf)
    {
        List<ILeaf> nested = Extras.Nested;
        _gate.Enter();
        int index = leaf.LeafIndex;
        if (index < nested.Count && ReferenceEquals(nested[index], leaf))
        {
            int last = nested.Count - 1;
            nested[index] = nested[last];
            nested[index].LeafIndex = index;
            nested.RemoveAt(last);
        }

        _gate.Exit();
        WaitForCancellers();
    }

    /// <summary>Asks the task to stop: every leaf it waits for now is asked to end, and every later one refuses to suspend.</summary>
    internal void RequestCancel()
    {
        ILeaf[] nested = [];
        s_anyCancelRequested = true;
        _gate.Enter();
        if (_cancelRequested)
        {
            _gate.Exit();
            return;
        }

        Volatile.Write(ref _cancelRequested, true);
        ILeaf? awaited = _awaited;
        if (_extras is { } extras)
        {
            nested = [.. extras.Nested];
        }

        _cancellers++;
        _gate.Exit();
        Interlocked.MemoryBarrier(); // a leaf that arms itself now sees the flag, or we find it armed
        Ask(awaited, nested);
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
        if (_awaited is not null)
        {
            _gate.Enter();
            _awaited = null;
            _gate.Exit();
            WaitForCancellers();
        }
    }

    private void Ask(ILeaf? first, ILeaf[] others)
    {
        JoinHandle? outer = t_cancelling;
        t_cancelling = this;
        AskOne(first);
        foreach (ILeaf leaf in others)
        {
            // One asked before may have resumed its code on this very stack, which may have ended this wait and begun another.
            if (IsWaitingFor(leaf))
            {
                AskOne(leaf);
            }
        }

        t_cancelling = outer;
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
        => ReferenceEquals(_awaited, leaf)
            || (_extras?.Nested is { } nested && leaf.LeafIndex < nested.Count && ReferenceEquals(nested[leaf.LeafIndex], leaf));

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
        if (Volatile.Read(ref _cancelRequested) && Volatile.Read(ref _cancellers) != 0 && t_cancelling != this)
        {
            var spin = default(SpinWait);
            do
            {
                spin.SpinOnce();
            }
            while (Volatile.Read(ref _cancellers) != 0);
        }
    }
}
