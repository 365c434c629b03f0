namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>How a task is told to stop: through the leaves that its code is suspended on.</summary>
/// <remarks>
/// <para>Invariants. <c>_awaited</c> is what the root frame waits for: one thing at a time, set when it suspends, cleared when its next
/// slice begins. The extras hold what the task's nested methods wait for, which can be several things at once.
/// Both change only while the gate is held, so a request never reaches a leaf whose wait is over.</para>
/// <para>Once <c>_cancelRequested</c> is set no leaf can be added, so each wait is either there when the request comes, or learns of
/// it when it tries to register. Lock order: gate, then whatever a leaf takes.</para>
/// </remarks>
public abstract partial class JoinHandle : ILeaf
{
    private ILeaf? _awaited;
    private SpinGate _gate;
    private bool _cancelRequested;

    string ILeaf.LeafName => "join " + Description;

    /// <summary>Whether the task has been asked to stop.</summary>
    internal bool IsCancelRequested => Volatile.Read(ref _cancelRequested);

    /// <summary>What the task waits for now, or null.</summary>
    internal string? AwaitedLeaf => Volatile.Read(ref _awaited)?.LeafName;

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
        _gate.Enter();
        bool open = !_cancelRequested;
        if (open)
        {
            (Extras.Nested ??= []).Add(leaf);
        }

        _gate.Exit();
        return open;
    }

    /// <summary>Takes back a nested leaf whose wait is over.</summary>
    internal void RemoveLeaf(ILeaf leaf)
    {
        _gate.Enter();
        _extras?.Nested?.Remove(leaf);
        _gate.Exit();
    }

    /// <summary>Asks the task to stop: every leaf it waits for now is asked to end, and every later one refuses to suspend.</summary>
    internal void RequestCancel()
    {
        _gate.Enter();
        if (!_cancelRequested)
        {
            Volatile.Write(ref _cancelRequested, true);
            Interlocked.MemoryBarrier(); // a leaf that arms itself now sees the flag, or we see the armed leaf
            _awaited?.RequestCancel(this);
            foreach (ILeaf leaf in _extras?.Nested ?? [])
            {
                leaf.RequestCancel(this);
            }
        }

        _gate.Exit();
    }

    /// <summary>Passes the request on to a leaf that missed it, if it is still being waited for.</summary>
    internal void RequestCancelOf(ILeaf leaf)
    {
        _gate.Enter();
        if (ReferenceEquals(_awaited, leaf) || _extras?.Nested?.Contains(leaf) == true)
        {
            leaf.RequestCancel(this);
        }

        _gate.Exit();
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
        }
    }
}
