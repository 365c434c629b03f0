namespace AsyncStd.Task;

/// <summary>Waits of one group that are over at the same time. Belongs to who holds the group's lock.</summary>
internal sealed class GroupWaits
{
    private readonly List<GroupWait> _waits = [];

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
    /// <returns>Those, linked by <see cref="GroupWait.Next"/>, to be ended without the lock; null: none.</returns>
    public GroupWait? Take(Func<GroupWait, bool> isOver)
    {
        GroupWait? over = null;
        for (int i = _waits.Count - 1; i >= 0; i--)
        {
            GroupWait wait = _waits[i];
            if (isOver(wait))
            {
                Remove(wait);
                wait.Next = over;
                over = wait;
            }
        }

        return over;
    }
}
