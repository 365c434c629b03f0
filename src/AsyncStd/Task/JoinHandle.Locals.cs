namespace AsyncStd.Task;

// The task-local values of a task. One without any pays a look at its extras when it ends.
// The list grows at its head until it is closed, once, by whoever ends the values. Closing comes before the end of the task can be seen. Code that the task left
// running elsewhere may add to it just then: who adds looks afterwards whether the task has ended, and who ends it looks once more after it has. Both sides have a
// full fence between, so no value is left behind.
public abstract partial class JoinHandle
{
    /// <summary>The entry of a task-local in this task, made if there is none; null if the task has ended.</summary>
    internal TaskLocalEntry<T>? GetOrAddLocal<T>(TaskLocal<T> local)
    {
        if (IsCompleted)
        {
            return null;
        }

        TaskExtras extras = Extras;
        TaskLocalEntry<T>? mine = null;
        while (true)
        {
            TaskLocalEntry? head = Volatile.Read(ref extras.Locals);
            if (head == TaskLocalEntry.Closed)
            {
                return null;
            }

            if (Find(head, local) is { } entry)
            {
                return entry;
            }

            mine ??= new TaskLocalEntry<T>(local);
            mine.Next = head;
            if (Interlocked.CompareExchange(ref extras.Locals, mine, head) == head)
            {
                break;
            }
        }

        if (!IsCompleted)
        {
            return mine;
        }

        DropLocals();
        return null;
    }

    /// <summary>The entry of a task-local in this task, or null.</summary>
    internal TaskLocalEntry<T>? FindLocal<T>(TaskLocal<T> local) => Find(ExtrasIfAny?.Locals, local);

    private static TaskLocalEntry<T>? Find<T>(TaskLocalEntry? head, TaskLocal<T> local)
    {
        TaskLocalEntry? entry = head;
        while (entry is not null && entry.Local != local)
        {
            entry = entry.Next;
        }

        return (TaskLocalEntry<T>?)entry;
    }

    /// <summary>Ends the values, the newest first. What one of them throws has nobody else to throw to.</summary>
    private void DropLocals()
    {
        TaskLocalEntry? entry = Interlocked.Exchange(ref ExtrasIfAny!.Locals, TaskLocalEntry.Closed);
        while (entry is not null)
        {
            try
            {
                entry.End();
            }
            catch (Exception e)
            {
                Owner!.ReportUnhandled(e, this);
            }

            entry = entry.Next;
        }
    }
}
