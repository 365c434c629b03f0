namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Waiting for a group, and what is thrown then.</summary>
internal partial class GroupNode
{
    private readonly GroupWaits _waits = new();
    private List<JoinHandle>? _failed;
    private GroupWait? _spare;

    /// <summary>How many of the failures somebody has been thrown.</summary>
    private int _seen;

    /// <summary>Waits until no child is left; throws what failed.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        RefuseChild("wait for");
        return Wait(GroupWaitKind.Children, cancellationToken);
    }

    /// <summary>Asks the children to stop, and waits until no child is left; throws what failed.</summary>
    public new ValueTask CancelAsync(CancellationToken cancellationToken)
    {
        RefuseChild("wait for");
        RequestCancel();
        return Wait(GroupWaitKind.Children, cancellationToken);
    }

    /// <summary>Lets the children end, or asks them to stop, and waits for that; throws what failed and nobody was told of.</summary>
    public ValueTask LeaveAsync()
    {
        if (Count != 0)
        {
            RefuseChild("dispose");
        }

        Interlocked.Or(ref _word, Leaving);
        if (_cancelsOnDispose && Count != 0)
        {
            RequestCancel();
        }

        return Wait(GroupWaitKind.Leave, default);
    }

    /// <summary>Waits until the body and all children have ended; throws what failed and nobody was told of.</summary>
    public ValueTask FinishAsync() => Wait(GroupWaitKind.Finish, default);

    /// <summary>Whether a child has ended because it was asked to stop. Says so once.</summary>
    public bool TakeStopped()
    {
        bool stopped = _anyStopped;
        _anyStopped = false;
        return stopped;
    }

    /// <summary>Waits until a child would begin at once.</summary>
    public ValueTask WaitForPlaceAsync(CancellationToken cancellationToken)
    {
        GroupWait wait = Rent(GroupWaitKind.Place);
        if (_places is null || !_places.TryAdd(wait))
        {
            wait.End(true, null);
        }

        return wait.BeginWithoutResult(cancellationToken);
    }

    /// <summary>Takes a wait out of the list it is in; false if it has been or is about to be ended.</summary>
    public bool TryForget(GroupWait wait)
    {
        lock (Gate)
        {
            if (wait.List is not { } list)
            {
                return false;
            }

            list.Remove(wait);
            return true;
        }
    }

    /// <summary>A wait is over and may be used again.</summary>
    public void Return(GroupWait wait) => Volatile.Write(ref _spare, wait);

    /// <summary>What one child failed with is about to be thrown. The lock is held.</summary>
    private protected void CountSeen(JoinHandle child)
    {
        if (!child.IsCompletedSuccessfully)
        {
            _seen = Math.Min(_seen + 1, _failed!.Count);
        }
    }

    private protected GroupWait Rent(GroupWaitKind kind)
    {
        GroupWait wait = Interlocked.Exchange(ref _spare, null) ?? new GroupWait(this);
        wait.Use(kind);
        return wait;
    }

    /// <summary>Adds a wait, unless it is over already. The lock is held.</summary>
    private protected bool TryAdd(GroupWaits waits, GroupWait wait, Func<GroupNode, GroupWait, bool> isOver)
    {
        Interlocked.Or(ref _word, Watched); // before the count is looked at
        if (isOver(this, wait))
        {
            return false;
        }

        waits.Add(wait);
        return true;
    }

    /// <summary>No child is left: ends those who wait for the next one. Called without the lock.</summary>
    private protected virtual void EndNextWaits()
    {
    }

    private ValueTask Wait(GroupWaitKind kind, CancellationToken cancellationToken)
    {
        GroupWait wait = Rent(kind);
        bool added;
        lock (Gate)
        {
            added = TryAdd(_waits, wait, static (group, wait) => group.IsOver(wait));
        }

        if (!added)
        {
            End(wait);
        }

        return wait.BeginWithoutResult(cancellationToken);
    }

    /// <summary>No child is left: ends what is over.</summary>
    private void EndWaits()
    {
        GroupWait? over;
        lock (Gate)
        {
            over = _waits.Take(static wait => wait.Group.IsOver(wait));
        }

        GroupWait.EndAll(over, static wait => wait.Group.End(wait));

        EndNextWaits();
    }

    private void End(GroupWait wait)
    {
        if (wait.Kind == GroupWaitKind.Children)
        {
            wait.End(true, TakeFailures(all: true));
            return;
        }

        EndIfOver(Volatile.Read(ref _word));
        wait.End(true, TakeFailures(all: false) ?? TakeCancellation());
    }

    /// <summary>Whether children were stopped because the scope around the group was cancelled: then leaving is no success.</summary>
    private OperationCanceledException? TakeCancellation()
        => Parent is { IsCancelRequested: true } around && TakeStopped()
            ? new OperationCanceledException($"Tasks of group '{Description}' were stopped: the scope of '{around.Description}' was cancelled.", around.TokenIfAny)
            : null;

    private bool IsOver(GroupWait wait)
    {
        long word = Volatile.Read(ref _word);
        if (wait.Kind == GroupWaitKind.Children)
        {
            return word < OneChild;
        }

        while (word < OneChild && (wait.Kind == GroupWaitKind.Leave || (word & HasBody) == 0))
        {
            long seen = Interlocked.CompareExchange(ref _word, word | Closed, word);
            if (seen == word)
            {
                return true;
            }

            word = seen;
        }

        return false;
    }

    private void OnFailed(JoinHandle member, bool isBody)
    {
        if (_onFailure is { } handler && !isBody)
        {
            try
            {
                handler(member, member.Exception!);
                return;
            }
            catch (Exception e)
            {
                Owner!.ReportUnhandled(e, member); // and the failure is kept: nobody has dealt with it
            }
        }

        // The exception is not looked at yet: if the group is forgotten, the collector finds that nobody has.
        lock (Gate)
        {
            (_failed ??= []).Add(member);
        }

        if (!_supervises || isBody)
        {
            RequestCancel();
        }
    }

    /// <summary>What failed, as one exception, which from now on counts as thrown.</summary>
    /// <param name="all">Also if everything has been thrown before.</param>
    private Exception? TakeFailures(bool all)
    {
        JoinHandle[] failed;
        lock (Gate)
        {
            if (_failed is null || (!all && _seen == _failed.Count))
            {
                return null;
            }

            _seen = _failed.Count;
            failed = [.. _failed];
        }

        // A task that failed because it awaited another one throws the same exception; one that awaited the group, all of them.
        var seen = new HashSet<Exception>(ReferenceEqualityComparer.Instance);
        List<Exception> exceptions = [.. failed.Select(task => task.Exception!).Where(seen.Add)];
        exceptions.RemoveAll(e => e is AggregateException several && several.InnerExceptions.Count > 0 && several.InnerExceptions.All(seen.Contains));
        return exceptions.Count == 1 || exceptions.TrueForAll(e => e is OperationCanceledException)
            ? exceptions[0]
            : new AggregateException($"{exceptions.Count} tasks of group '{Description}' failed.", exceptions);
    }

    /// <summary>A child that waited for its own group would wait for itself.</summary>
    private void RefuseChild(string what)
    {
        if (IsInside(out bool asChild) && asChild)
        {
            throw new InvalidOperationException($"Task group '{Description}' has the running task, or one around it, as a child, which cannot {what} the group: it would wait for itself.");
        }
    }
}
