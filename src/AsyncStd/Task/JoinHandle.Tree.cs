namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

// The place of a task in the tree of scopes: who is asked to stop with it.
// A task is a child of the nearest open scope around the code that starts it. When it ends, its live children move up to its own nearest
// open ancestor, so a chain of tasks that each start their successor keeps nothing alive.
// Two kinds of children. Own ones were started by a slice of the task itself, on the thread that runs it: nobody else adds there at the same time, so they
// are entered with plain stores (_own: nothing, the only child, or a Brood). Adopted ones come from elsewhere (AdoptedChildren).
// Anyone may look at both at any time. A node that has ended has no own children: its last slice hands them over.
// No request is missed. Who asks sets the flag, passes a fence, and looks for children. An adopted child is entered behind the
// gate that whoever asks goes through, too, and by whoever enters it the parent's flag is looked at after that. For an own child that look is made when its first slice begins, behind the fence by which
// it was taken out of a queue; at once, behind a fence of its own, if it begins within the slice that starts it, or has no slices. And who hands children over has
// passed a fence since it ended; it looks at its own flag, and passes on what it finds before the child has another parent. So at least one side sees the other,
// and asking twice does no harm.
public abstract partial class JoinHandle
{
    private JoinHandle? _parent;

    /// <summary>The children that slices of this task started. Written by its slices; and by an only child that has ended, with an exchange.</summary>
    private object? _own;

    /// <summary>Where the parent's <see cref="Brood"/> holds this task; 0 if it does not.</summary>
    private int _placeAtParent;

    /// <inheritdoc cref="_placeAtParent"/>
    internal int PlaceAtParent
    {
        get => Volatile.Read(ref _placeAtParent);
        set => Volatile.Write(ref _placeAtParent, value);
    }

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
    internal abstract bool KeepsObjectsAlive { get; }

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
    internal bool IsGone => IsCompleted && (ExtrasIfAny is not { } extras || Volatile.Read(ref extras.NestedCount) == 0);

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
    /// <param name="node">The code around.</param>
    /// <param name="slice">That of the calling thread, if it has one.</param>
    internal void JoinScope(JoinHandle node, Slice? slice)
    {
        if (slice is not null && slice.IsOwn(node) && !node.IsCompleted)
        {
            node.AddOwn(this);
            return;
        }

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

    /// <summary>A slice of this task, on its own thread, starts a child.</summary>
    private void AddOwn(JoinHandle child)
    {
        child._parent = this;
        object? own = _own;
        if (own is Brood brood)
        {
            brood.Add(child);
        }
        else if (own is null || Unsafe.As<JoinHandle>(own).IsGone)
        {
            Volatile.Write(ref _own, child);
        }
        else
        {
            Volatile.Write(ref _own, new Brood(Unsafe.As<JoinHandle>(own), child));
        }

        if (child.IsBranch)
        {
            Interlocked.MemoryBarrier(); // who asks sees the branch, or we see the request
            child.HeedParent();
        }
    }

    /// <summary>The first slice begins: looks for a request that came to the parent while this task was being entered there.</summary>
    /// <remarks>If the parent has changed since, the old one has passed on what it knew, and the new one was looked at.</remarks>
    private void HeedParent()
    {
        if (Volatile.Read(ref _parent) is { IsCancelRequested: true } && !IsShield)
        {
            RequestCancel();
        }
    }

    private void Adopt(JoinHandle child)
    {
        Volatile.Write(ref child._parent, this);
        TaskExtras extras = Extras;
        AdoptedChildren adopted = extras.Adopted ?? Interlocked.CompareExchange(ref extras.Adopted, new AdoptedChildren(), null) ?? extras.Adopted;
        adopted.Add(child); // who asks or ends sees the child; or went through the same gate before, and we see the request or the end
        if (IsCancelRequested && !child.IsShield)
        {
            child.RequestCancel();
        }

        if (IsCompleted)
        {
            HandOverAdopted(adopted);
        }
    }

    /// <summary>The task has ended: leaves the tree, as far as that is possible at once.</summary>
    private void LeaveTree()
    {
        // Read once: an only child that ends at the same time takes itself out.
        if (Volatile.Read(ref _own) is { } own)
        {
            HandOverOwn(own);
        }

        if (ExtrasIfAny is { Adopted: { } adopted })
        {
            HandOverAdopted(adopted);
        }

        // In this order: whoever moves the task up takes the place away before the parent, so a place is never looked for at a parent that did not give it.
        JoinHandle? parent = Volatile.Read(ref _parent);
        int place = PlaceAtParent;
        if ((place != 0 || KeepsObjectsAlive) && parent is not null)
        {
            LeaveParent(parent, place);
        }
    }

    private void LeaveParent(JoinHandle parent, int place)
    {
        object? own = Volatile.Read(ref parent._own);
        if (!IsGone)
        {
            PlaceAtParent = 0; // it is the parent's from now on: see Brood.Bury
            (own as Brood)?.NoteLeftover();
        }
        else if (place != 0)
        {
            (own as Brood)?.Clear(place, this);
        }
        else if (ReferenceEquals(own, this))
        {
            Interlocked.CompareExchange(ref parent._own, null, this);
        }
        else
        {
            parent.ExtrasIfAny?.Adopted?.DropIfLast(this);
        }
    }

    /// <summary>What an ended task left moves up to the nearest open ancestor. For own children: the last slice.</summary>
    private void HandOverOwn(object own)
    {
        if (own is Brood brood)
        {
            var children = new List<JoinHandle>();
            brood.AddTo(children);
            foreach (JoinHandle child in children)
            {
                HandOver(child);
            }
        }
        else
        {
            HandOver(Unsafe.As<JoinHandle>(own));
        }

        Volatile.Write(ref _own, null);
    }

    private void HandOverAdopted(AdoptedChildren adopted)
    {
        JoinHandle?[] children = adopted.TakeAll(out int count);
        for (int i = 0; i < count; i++)
        {
            HandOver(children[i]!);
        }
    }

    private void HandOver(JoinHandle child)
    {
        if (!child.IsGone)
        {
            MoveUp(child);
        }
        else if (!child.IsBranch && Volatile.Read(ref child._parent) is not null)
        {
            // Not a branch: code that it left running is still a part of us, and finds us by it.
            Volatile.Write(ref child._parent, NearestOpen()); // who keeps its handle need not keep us
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

        child.PlaceAtParent = 0;
        if (heir is null)
        {
            Volatile.Write(ref child._parent, null);
        }
        else
        {
            heir.Adopt(child);
        }
    }

    /// <summary>Lets go of the children that have ended: for a node that knows better when than its additions tell, one that lives for ever and may see none for long.</summary>
    private protected void SweepChildren() => ExtrasIfAny?.Adopted?.Sweep();

    /// <summary>The children that a request is to be passed on to.</summary>
    private List<JoinHandle>? ChildrenToAsk()
    {
        object? own = Volatile.Read(ref _own);
        AdoptedChildren? adopted = ExtrasIfAny?.Adopted;
        if (own is null && adopted is null)
        {
            return null;
        }

        var children = new List<JoinHandle>();
        if (own is Brood brood)
        {
            brood.AddTo(children);
        }
        else if (own is not null)
        {
            children.Add(Unsafe.As<JoinHandle>(own));
        }

        adopted?.AddTo(children);
        return children;
    }
}
