namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>The scope of a group whose results are wanted.</summary>
/// <remarks>Invariant: children that have ended and whose results were not taken form a queue, linked by <c>Link</c>: nobody schedules them any more.</remarks>
internal sealed class ResultGroupNode<T>(TaskGroupOptions options, string? file, int line) : GroupNode(options, file, line)
{
    private readonly GroupWaits _nextWaits = new();
    private LinkedItems _ended;

    /// <summary>Takes the next child out of the queue: one that gave a result, or failed.</summary>
    public JoinHandle<T>? TakeEnded()
    {
        lock (Gate)
        {
            var child = (JoinHandle<T>?)_ended.TryTake();
            if (child is not null)
            {
                CountSeen(child);
            }

            return child;
        }
    }

    /// <summary>Waits until there is something to take; false if there will be nothing.</summary>
    public ValueTask<bool> WaitForNextAsync(CancellationToken cancellationToken)
    {
        GroupWait wait = Rent(GroupWaitKind.Next);
        bool added;
        lock (Gate)
        {
            added = TryAdd(_nextWaits, wait, static (group, _) => ((ResultGroupNode<T>)group).HasNext || group.Count == 0);
        }

        if (!added)
        {
            End(wait);
        }

        return wait.Begin(cancellationToken);
    }

    private protected override void Collect(JoinHandle child)
    {
        GroupWait? waits;
        lock (Gate)
        {
            _ended.Add(child);
            waits = _nextWaits.Take(static _ => true);
        }

        GroupWait.EndAll(waits, static wait => ((ResultGroupNode<T>)wait.Group).End(wait));
    }

    private protected override void EndNextWaits()
    {
        GroupWait? waits;
        lock (Gate)
        {
            waits = HasNext || Count == 0 ? _nextWaits.Take(static _ => true) : null;
        }

        GroupWait.EndAll(waits, static wait => ((ResultGroupNode<T>)wait.Group).End(wait));
    }

    private bool HasNext => !_ended.IsEmpty;

    private void End(GroupWait wait) => wait.End(HasNext, null);
}
