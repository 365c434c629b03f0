namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>Somebody's wait for something in a group.</summary>
/// <remarks>Invariant: while <see cref="List"/> is set, nobody has ended the wait; whoever takes it out of its list, under the group's lock, ends it.</remarks>
internal sealed class GroupWait(GroupNode group) : Operation<bool>
{
    /// <summary>The list that the wait is in, and where. Changes under the group's lock.</summary>
    public GroupWaits? List;
    public int Index;

    /// <summary>The next of those that were taken out together.</summary>
    public GroupWait? Next;

    public GroupNode Group => group;

    public GroupWaitKind Kind { get; private set; }

    public override string Description => Kind switch
    {
        GroupWaitKind.Next => $"next of group '{group.Description}' ({group.Count} left)",
        GroupWaitKind.Place => $"place in group '{group.Description}'",
        _ => $"end of group '{group.Description}' ({group.Count} left)",
    };

    /// <summary>Begins a use. The wait may have ended already.</summary>
    public ValueTask<bool> Begin(CancellationToken cancellationToken) => Start(cancellationToken);

    /// <inheritdoc cref="Begin"/>
    public ValueTask BeginWithoutResult(CancellationToken cancellationToken) => StartWithoutResult(cancellationToken);

    public void Use(GroupWaitKind kind) => Kind = kind;

    /// <summary>Ends the wait with a result or an exception.</summary>
    public void End(bool result, Exception? exception)
    {
        if (exception is null)
        {
            TrySetResult(result);
        }
        else
        {
            TrySetException(exception);
        }
    }

    /// <summary>Ends all waits that were taken out together. One that has ended may be in its next use at once.</summary>
    public static void EndAll(GroupWait? first, Action<GroupWait> end)
    {
        while (first is { } wait)
        {
            first = wait.Next;
            wait.Next = null;
            end(wait);
        }
    }

    /// <summary>Who leaves a group waits for its children, whatever happens.</summary>
    protected override void OnCancelRequested(CancellationToken cancellationToken)
    {
        if (Kind is not (GroupWaitKind.Leave or GroupWaitKind.Finish) && group.TryForget(this))
        {
            TrySetCanceled(cancellationToken);
        }
    }

    /// <inheritdoc/>
    internal override void AddAwaited(List<JoinHandle> tasks) => tasks.Add(group);

    protected override void OnEnded() => group.Return(this);
}
