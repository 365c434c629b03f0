namespace AsyncStd.Task;

// What a task is all its life: settled before anybody else knows it. In one byte, because every task carries it.
public abstract partial class JoinHandle
{
    private const int GroupRoleShift = 4;

    private Shape _shape;

    [Flags]
    private enum Shape : byte
    {
        None = 0,

        /// <summary>A part of its parent: it has the parent's identity and task-locals.</summary>
        Branch = 1,

        /// <summary>The parent was chosen by <see cref="SetParent"/>.</summary>
        Placed = 2,

        /// <summary>Requests of ancestors stop here.</summary>
        Shield = 4,

        /// <summary>A call that its caller says may block.</summary>
        BlockingCall = 8,

        /// <summary>Where the <see cref="GroupRole"/> is.</summary>
        GroupRole = 3 << GroupRoleShift,
    }

    /// <summary>Whether the task is a part of its parent: it has the parent's identity and task-locals.</summary>
    internal bool IsBranch => (_shape & Shape.Branch) != 0;

    /// <summary>Whether requests of ancestors stop here.</summary>
    internal bool IsShield => (_shape & Shape.Shield) != 0;

    /// <summary>Whether the task is a call that its caller says may block.</summary>
    internal bool IsBlockingCall => (_shape & Shape.BlockingCall) != 0;

    /// <summary>What the task is to the group that is its parent.</summary>
    internal GroupRole GroupRole
    {
        get => (GroupRole)((int)(_shape & Shape.GroupRole) >> GroupRoleShift);
        private set => _shape = (_shape & ~Shape.GroupRole) | (Shape)((int)value << GroupRoleShift);
    }
}
