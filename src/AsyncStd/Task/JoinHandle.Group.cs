namespace AsyncStd.Task;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;

// A task as a member of a group: the group learns of its end without anything being allocated for that.
// Invariant: the parent of a member is the group's node for as long as the member lives, because the node does not end before it.
public abstract partial class JoinHandle
{
    /// <summary>Makes a body that is not yet published a member of a group.</summary>
    internal void JoinGroup(GroupNode group, GroupRole role)
    {
        GroupRole = role;
        if (role == GroupRole.BlockingChild)
        {
            _shape |= Shape.BlockingCall;
        }

        SetParent(group);
    }

    /// <summary>Makes a member known to its runtime; it does not run before <see cref="BeginInGroup"/>.</summary>
    internal void PrepareInGroup(Runtime runtime, string? file, int line) => Prepare(runtime, file, line);

    /// <summary>Hands a member that was prepared to its runtime.</summary>
    internal void BeginInGroup()
    {
        MarkQueued();
        if (GroupRole == GroupRole.BlockingChild)
        {
            Owner!.ScheduleBlocking(this);
        }
        else
        {
            Owner!.Schedule(this, ScheduleReason.Spawn);
        }
    }

    /// <summary>The runtime would not take a member that is just being spawned: it never was one, and the caller hears why.</summary>
    internal void WithdrawFromGroup(Exception exception)
    {
        GroupRole = GroupRole.None;
        Withdraw(exception);
    }

    /// <summary>Ends a member that has not begun and never will.</summary>
    internal void EndUnbegun(Exception? exception = null)
        => CompleteFailed(exception ?? new OperationCanceledException($"Task '{Description}' was asked to stop before it began.", TokenIfAny));

    /// <summary>Opens a node that has no body: it is a part of the running code.</summary>
    private protected void OpenNode(string? file, int line)
    {
        _file = file;
        _line = line;
        _shape |= Shape.Branch;
        if (Ambient.Task is { } creator)
        {
            JoinScope(creator, Slice.Existing);
        }
    }

    /// <summary>Ends a node that has no body. The runtime's table never knew it.</summary>
    private protected void CloseNode()
    {
        // The last member and who closes the group may both come here. And the exchange is a fence: who pushes a child now sees the end, or we see the child.
        if (!ReferenceEquals(Interlocked.Exchange(ref _state, s_succeeded), s_succeeded))
        {
            LeaveTree();
        }
    }

    private void LeaveGroup() => Unsafe.As<GroupNode>(_parent!).OnMemberEnded(this);
}
