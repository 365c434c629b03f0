namespace AsyncStd.Task;

/// <summary>The value of one task-local in one task: a node of the task's list.</summary>
internal class TaskLocalEntry(object? local)
{
    /// <summary>What stands in the place of the list of a task that has ended.</summary>
    public static readonly TaskLocalEntry Closed = new(null);

    /// <summary>The task-local.</summary>
    public readonly object? Local = local;

    /// <summary>The next older one.</summary>
    public TaskLocalEntry? Next;

    /// <summary>The task ends: disposes the value, if there is one.</summary>
    public virtual void End()
    {
    }
}
