namespace AsyncStd.Task;

// Who a task is.
public abstract partial class JoinHandle
{
    private static long s_lastId;

    /// <summary>The task's number: no other task of the process has it. It is given when it is first asked for, and never changes.</summary>
    public TaskId Id => new(Self.OwnId);

    /// <summary>Who the task is: number, name, and where it was spawned. To look at and to keep; it keeps nothing of the task alive.</summary>
    public TaskInfo Info
    {
        get
        {
            JoinHandle self = Self;
            return new TaskInfo(new TaskId(self.OwnId), self.Name, self._file, self._line);
        }
    }

    /// <summary>This task; for a branch, the task that it is a part of: the same for the branch's whole life, and after it.</summary>
    internal JoinHandle Self
    {
        get
        {
            JoinHandle node = this;
            while (node.IsBranch)
            {
                // In this order: KeepSelf writes before the parent changes. So who reads the new parent also reads what was kept.
                JoinHandle? parent = Volatile.Read(ref node._parent);
                if (node.ExtrasIfAny?.PartOf is { } task)
                {
                    return task;
                }

                if (parent is null)
                {
                    break; // started by nobody's task
                }

                node = parent;
            }

            return node;
        }
    }

    private long OwnId
    {
        get
        {
            TaskExtras extras = Extras;
            if (Volatile.Read(ref extras.Id) == 0)
            {
                Interlocked.CompareExchange(ref extras.Id, Interlocked.Increment(ref s_lastId), 0);
            }

            return Volatile.Read(ref extras.Id);
        }
    }

    /// <summary>A branch is about to become the child of somebody who is not, or no part of, the task that it is a part of.</summary>
    /// <param name="node">The node around the branch so far.</param>
    /// <param name="heir">The node to be its parent.</param>
    private void KeepSelf(JoinHandle node, JoinHandle? heir)
    {
        JoinHandle task = node.Self;
        if (heir?.Self != task)
        {
            Interlocked.CompareExchange(ref Extras.PartOf, task, null);
        }
    }
}
