namespace AsyncStd.Task;

/// <summary>Waits of one group that are over at the same time. Belongs to who holds the group's lock.</summary>
internal sealed class GroupWaits
{
    private readonly List<GroupWait> _waits = [];

    public bool IsEmpty => _waits.Count == 0;

    public void Add(GroupWait wait)
    {
        wait.List = this;
        wait.Index = _waits.Count;
        _waits.Add(wait);
    }

    public void Remove(GroupWait wait)
    {
        int last = _waits.Count - 1;
        _waits[wait.Index] = _waits[last];
        _waits[wait.Index].Index = wait.Index;
        _waits.RemoveAt(last);
        wait.List = null;
    }

    /// <summary>Takes out all that are over.</summary>
    /// <param name="isOver">Which.</param>
    /// <returns>Those, to be ended without the lock.</returns>
    public GroupWait[] Take(Func<GroupWait, bool> isOver)
    {
        if (IsEmpty)
        {
            return [];
        }

        GroupWait[] over = [.. _waits.Where(isOver)];
        Array.ForEach(over, Remove);
        return over;
    }
}
