namespace AsyncStd.Task;

using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

/// <summary>The scope of a group: a node of the tree without a body, which lives until the group is left. Its children are the group's tasks.</summary>
/// <remarks>
/// <para>Invariants. <c>_word</c> counts the children that have not ended, and holds the flags. A child is counted before it is known to anybody, and
/// counted off after it has ended and everything it leaves in the group (its result, its failure, its place) is there. A child is counted only while
/// <c>Closed</c> is not set, and the node ends only after <c>Closed</c> was set and the count was zero: so it outlives its children.</para>
/// <para>Everything else changes under the lock. Who adds a wait sets <c>Watched</c> and then looks at the count; who counts off the last child then looks
/// at <c>Watched</c>, takes the lock, and ends what is over by then. <c>Watched</c> is never cleared. Waits are ended, and children asked to stop, without the lock.</para>
/// </remarks>
internal partial class GroupNode : JoinHandle<Nothing>
{
    private const long Closed = 1;

    /// <summary>The group is being left: only those inside may still spawn.</summary>
    private const long Leaving = 2;
    private const long Watched = 4;
    private const long HasBody = 8;
    private const long OneChild = 16;

    private readonly GroupPlaces? _places;
    private readonly Action<JoinHandle, Exception>? _onFailure;
    private readonly bool _supervises;
    private readonly bool _cancelsOnDispose;
    private long _word;

    /// <summary>A child has ended because it was asked to stop, and nobody was told.</summary>
    private volatile bool _anyStopped;

    public GroupNode(TaskGroupOptions options, string? file, int line)
        : base(Runtime.Current)
    {
        options.Check();
        _onFailure = options.OnFailure;
        _supervises = options.Supervise;
        _cancelsOnDispose = options.CancelOnDispose;
        _places = options.MaxConcurrency is { } limit ? new GroupPlaces(this, Gate, limit) : null;
        SetName(options.Name);
        OpenNode(file, line);
    }

    /// <summary>How many children have not ended.</summary>
    public int Count => (int)(Volatile.Read(ref _word) / OneChild);

    public bool IsClosed => (Volatile.Read(ref _word) & Closed) != 0;

    internal override string BodyName => "task group";

    /// <summary>For what is short and calls nobody.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>Makes a body a child, and starts it as soon as there is a place for it.</summary>
    public THandle Start<THandle>(THandle? child, string? name, string? file, int line, GroupRole role = GroupRole.Child, int place = 0)
        where THandle : JoinHandle
    {
        if (child is null)
        {
            throw Branch.NeverBuilt();
        }

        Enter();
        child.SetName(name);
        child.Affinity = place;
        child.JoinGroup(this, role);
        child.PrepareInGroup(Owner!, file, line);
        if (_places is not null && !_places.TryEnter(child))
        {
            return child;
        }

        try
        {
            child.BeginInGroup();
        }
        catch (Exception e)
        {
            child.WithdrawFromGroup(e);
            CountOff(OneChild);
            _places?.Release();
            throw;
        }

        return child;
    }

    /// <summary>The number of the place that the calling thread is, for a child that is pinned to it.</summary>
    public int PlaceOfThisThread() => Owner!.PlaceOfThisThread();

    /// <summary>Starts the function that was given the group, as a part of the calling code.</summary>
    public void StartBody(JoinHandle body, string? file, int line)
    {
        Interlocked.Or(ref _word, HasBody);
        body.JoinGroup(this, GroupRole.Body);
        body.PublishBranch(Owner!, file, line);
    }

    /// <summary>Lets nobody spawn any more.</summary>
    public void Close()
    {
        long before = Interlocked.Or(ref _word, Closed);
        EndIfOver(before | Closed);
    }

    /// <summary>A child or the body has ended; on the stack of its last slice.</summary>
    internal void OnMemberEnded(JoinHandle member)
    {
        bool isBody = member.GroupRole == GroupRole.Body;
        bool stopped = member.IsCanceled && (member.IsCancelRequested || IsCancelRequested);
        bool failed = !stopped && !member.IsCompletedSuccessfully;
        if (failed)
        {
            OnFailed(member, isBody);
        }
        else if (stopped && !isBody)
        {
            _anyStopped = true;
        }

        if (isBody)
        {
            Interlocked.Or(ref _word, Leaving);
            if (!member.IsCompletedSuccessfully)
            {
                RequestCancel();
            }

            CountOff(HasBody);
            return;
        }

        if (member.IsCompletedSuccessfully || (failed && !_supervises))
        {
            Collect(member);
        }

        CountOff(OneChild);
        _places?.Release();
    }

    /// <summary>Takes in a child that has ended, not because it was asked to stop.</summary>
    private protected virtual void Collect(JoinHandle child)
    {
    }

    /// <inheritdoc/>
    protected sealed override void Invoke() => throw new UnreachableException();

    /// <summary>Counts a child that is about to be spawned.</summary>
    private void Enter()
    {
        long word = Volatile.Read(ref _word);
        while (true)
        {
            if ((word & Closed) != 0)
            {
                throw new InvalidOperationException($"Task group '{Description}' is closed: nothing can be spawned in it any more.");
            }

            if ((word & Leaving) != 0 && !IsInside(out _))
            {
                throw new InvalidOperationException($"Task group '{Description}' is being left: only its own tasks can still spawn in it.");
            }

            long seen = Interlocked.CompareExchange(ref _word, word + OneChild, word);
            if (seen == word)
            {
                RememberMost((int)(word / OneChild) + 1);
                return;
            }

            word = seen;
        }
    }

    private void CountOff(long what)
    {
        long word = Interlocked.Add(ref _word, -what);
        SweepIfShrunk((int)(word / OneChild));
        if (word / OneChild == 0 && (word & (Watched | Closed)) != 0)
        {
            EndIfOver(word);
            EndWaits();
        }
    }

    /// <summary>The node ends with the last child of a closed group.</summary>
    private void EndIfOver(long word)
    {
        if (word is >= 0 and < OneChild && (word & (Closed | HasBody)) == Closed)
        {
            CloseNode();
        }
    }

    /// <summary>Whether the running code is in the group, and if so whether as a task that the group waits for.</summary>
    private bool IsInside(out bool asChild)
    {
        JoinHandle? node = Runtimes.Ambient.Node;
        JoinHandle? inner = null;
        while (node is not null && node != this)
        {
            inner = node;
            node = node.Parent;
        }

        asChild = node is not null && inner is { GroupRole: GroupRole.Child or GroupRole.BlockingChild };
        return node is not null;
    }
}
