namespace AsyncStd.Task;

/// <summary>The place of a task in the tree of scopes: who is asked to stop with it.</summary>
/// <remarks>
/// <para>A task is a child of the nearest open scope around the code that starts it. When it ends, its live children move up to its own nearest
/// open ancestor, so a chain of tasks that each start their successor keeps nothing alive.</para>
/// <para>Invariants. A node is in at most one list, headed by <c>_children</c> of its parent and linked by <c>_sibling</c>. Anyone may push; nodes are
/// taken out only by taking the whole list, and whoever has taken it owns it until he pushes back what is left. So a walker never meets
/// a list that somebody changes. The only exception are ended children at the front, which a push drops, as does the end of a child whose result would keep
/// other objects alive. Ended children further back stay until the next sweep, of which there is one for every so many pushes.</para>
/// <para>Who pushes looks afterwards whether the parent was asked to stop or has ended; who asks or ends looks afterwards for children. Both sides have
/// a full fence between, so at least one of them sees the other, and doing the work twice does no harm.</para>
/// </remarks>
public abstract partial class JoinHandle
{
    /// <summary>Pushes between two sweeps, at least. Each child counts for one, and one that keeps other objects alive when it has ended for more.</summary>
    private const int MinSweep = 256;
    private const int WeightOfKeepers = 16;

    /// <summary>And at least so many for each child that a sweep found alive, so that sweeping stays cheap for each push.</summary>
    private const int PushesForEachAlive = 4;

    private JoinHandle? _parent;
    private JoinHandle? _children;
    private JoinHandle? _sibling;

    /// <summary>How many pushes until the list is swept. A hint: pushers do not synchronize over it.</summary>
    private int _untilSweep = MinSweep;

    /// <summary>Whether the task is gone, and nobody can even be about to register a wait with it: he would have made the extras first, and then found it running.
    /// Once true in this moment of looking, <see cref="IsGone"/> stays true for good.</summary>
    private bool IsGoneForGood => IsCompleted && Volatile.Read(ref _extras) is null;

    /// <summary>The nearest ancestor that has not ended, or null.</summary>
    internal JoinHandle? Parent
    {
        get
        {
            JoinHandle? parent = Volatile.Read(ref _parent);
            return parent is { IsCompleted: true } ? parent.NearestOpen() : parent;
        }
    }

    /// <summary>Whether what is left of the task after its end, its result or exception, may keep other objects alive.</summary>
    private protected abstract bool KeepsObjectsAlive { get; }

    /// <summary>Whether the task, or one around it, is a shield that is open: then the end of the runtime lets it finish.</summary>
    internal bool IsShielded
    {
        get
        {
            for (JoinHandle? node = this; node is not null; node = node.Parent)
            {
                if (node.IsShield)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether nothing of the task is left that could be asked to stop: it has ended, and so has every wait of code that it left running elsewhere.</summary>
    /// <remarks>A wait that was about to be registered when the task ended sees that afterwards, and goes to an ancestor.</remarks>
    private bool IsGone => IsCompleted && (Volatile.Read(ref _extras) is not { } extras || Volatile.Read(ref extras.NestedCount) == 0);

    /// <summary>This task if it has not ended, else its nearest ancestor that has not.</summary>
    internal JoinHandle? NearestOpen()
    {
        JoinHandle? node = this;
        while (node is { IsCompleted: true })
        {
            node = Volatile.Read(ref node._parent);
        }

        return node;
    }

    /// <summary>Makes this task a shield. It is not yet known to anybody else.</summary>
    internal void MakeShield() => _shape |= Shape.Shield;

    /// <summary>Chooses the parent of a body that is not yet published, in place of the code that publishes it; null: nobody's child.</summary>
    /// <remarks>The node may have ended by the time of the publication: then its nearest open ancestor becomes the parent.</remarks>
    internal void SetParent(JoinHandle? parent)
    {
        _shape |= Shape.Placed;
        _parent = parent;
    }

    private JoinHandle? TakePlace()
    {
        JoinHandle? parent = _parent;
        _parent = null;
        return parent;
    }

    /// <summary>Makes this task a child of the nearest open node. It is not yet known to anybody else.</summary>
    internal void JoinScope(JoinHandle node)
    {
        JoinHandle? parent = node.NearestOpen();
        if (IsBranch && parent != node)
        {
            KeepSelf(node, parent);
        }

        if (parent is not null)
        {
            parent.Adopt(this);
        }
    }

    private void Adopt(JoinHandle child)
    {
        Volatile.Write(ref child._parent, this);
        Push(child, child);
        if (IsCancelRequested && !child.IsShield)
        {
            child.RequestCancel();
        }

        _untilSweep -= child.KeepsObjectsAlive ? WeightOfKeepers : 1;
        if (_untilSweep <= 0)
        {
            Sweep();
        }
    }

    /// <summary>Pushes a chain of nodes that belongs to the caller, in the place of ended children at the front.</summary>
    private void Push(JoinHandle first, JoinHandle last)
    {
        JoinHandle? head;
        JoinHandle? rest;
        do
        {
            head = Volatile.Read(ref _children);
            rest = FirstOpen(head);
            last._sibling = rest;
        }
        while (Interlocked.CompareExchange(ref _children, first, head) != head);

        Unlink(head, rest);
        if (IsCompleted)
        {
            HandOverChildren();
        }
    }

    /// <summary>The first in the list that is not gone for good, if the head stays where it is until the caller exchanges it.</summary>
    /// <remarks>Proof that an exchange is not fooled by a head that went and came back: the head was gone before it was read the second time. Whoever takes the
    /// list after that drops it, and whoever had taken the list before has put it back by then. So while the head is the same, so is its link, and the same holds for
    /// the next. A head that is not gone is not followed. Nor is one that has changed meanwhile: it might come back, so the head itself is the answer, right in any case.</remarks>
    private JoinHandle? FirstOpen(JoinHandle? head)
    {
        JoinHandle? first = head;
        while (first is { IsGoneForGood: true })
        {
            if (Volatile.Read(ref _children) != head)
            {
                return head;
            }

            first = first._sibling;
        }

        return first;
    }

    /// <summary>The task has ended: leaves the tree, as far as that is possible at once.</summary>
    private void LeaveTree()
    {
        if (Volatile.Read(ref _children) is not null)
        {
            HandOverChildren();
        }

        if (KeepsObjectsAlive && _parent is { } parent && Volatile.Read(ref parent._children) == this)
        {
            parent.DropEndedHeads();
        }
    }

    private void DropEndedHeads()
    {
        JoinHandle? head = Volatile.Read(ref _children);
        if (head is { IsGoneForGood: true } && FirstOpen(head) is var rest && Interlocked.CompareExchange(ref _children, rest, head) == head)
        {
            Unlink(head, rest);
        }
    }

    /// <summary>An ended child that somebody keeps must not keep its neighbours.</summary>
    private static void Unlink(JoinHandle? dropped, JoinHandle? rest)
    {
        while (dropped != rest)
        {
            JoinHandle? next = dropped!._sibling;
            dropped._sibling = null;
            dropped = next;
        }
    }

    /// <summary>What an ended task left moves up to the nearest open ancestor.</summary>
    private void HandOverChildren()
    {
        JoinHandle? child = Interlocked.Exchange(ref _children, null);
        while (child is not null)
        {
            JoinHandle? next = child._sibling;
            child._sibling = null;
            if (!child.IsGone)
            {
                MoveUp(child);
            }
            else if (!child.IsBranch && Volatile.Read(ref child._parent) is not null)
            {
                // Not a branch: code that it left running is still a part of us, and finds us by it.
                Volatile.Write(ref child._parent, NearestOpen()); // who keeps its handle need not keep us
            }

            child = next;
        }
    }

    private void MoveUp(JoinHandle child)
    {
        // A request that came to this task before it ended, and did not get as far as its children, is passed on here. Before the child has a new parent: should it
        // end in between, it looks at its own flag.
        bool isAsked = false;
        bool isBelowShield = child.IsShield;
        JoinHandle? heir = this;
        while (heir is { IsCompleted: true })
        {
            isAsked |= !isBelowShield && heir.IsCancelRequested;
            isBelowShield |= heir.IsShield;
            heir = Volatile.Read(ref heir._parent);
        }

        if (isAsked)
        {
            child.RequestCancel();
        }

        if (child.IsBranch)
        {
            child.KeepSelf(this, heir); // before the parent changes
        }

        if (heir is null)
        {
            Volatile.Write(ref child._parent, null);
        }
        else
        {
            heir.Adopt(child);
        }
    }

    /// <summary>Lets go of the children that have ended, for a node that knows better when: one that lives for ever and may see no pushes for long.</summary>
    private protected void SweepChildren() => Sweep();

    /// <summary>Lets go of the children that have ended.</summary>
    private void Sweep()
    {
        _untilSweep = Math.Max(MinSweep, PushesForEachAlive * VisitChildren<object?>(static (_, _) => { }, null));
        if (IsCancelRequested)
        {
            RequestCancelOfChildren(); // the request came while the list was in our hands
        }
    }

    /// <summary>Takes the list, does something with each child that has not ended, and puts those back.</summary>
    /// <returns>How many there were.</returns>
    private int VisitChildren<TState>(Action<JoinHandle, TState> visit, TState state)
    {
        JoinHandle? child = Interlocked.Exchange(ref _children, null);
        JoinHandle? first = null;
        JoinHandle? last = null;
        int alive = 0;
        while (child is not null)
        {
            JoinHandle? next = child._sibling;
            if (child.IsGone)
            {
                child._sibling = null;
            }
            else
            {
                visit(child, state);
                alive++;
                first ??= child;
                if (last is not null && last._sibling != child)
                {
                    last._sibling = child; // written only where it changes: others are using the memory around it
                }

                last = child;
            }

            child = next;
        }

        if (first is not null)
        {
            Push(first, last!);
        }

        return alive;
    }
}
