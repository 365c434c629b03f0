namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>The limit of a group: how many children may have begun, and who waits to begin.</summary>
/// <remarks>
/// <para>A child that finds no place is known to its runtime and its group, but not scheduled; it waits for this leaf. Who ends that wait, by taking the child
/// from the queue or because it was asked to stop, settles it under the child's own gate. One that was asked to stop stays in the queue until its turn
/// comes, and is skipped.</para>
/// <para>Invariant, outside the lock: there is no free place while somebody waits, or somebody is handing out places. Only one thread does that at a
/// time, in a loop, so that children which end at once do not nest. Every child gives a place back when it ends; for one that never had
/// one, a place beyond the limit is counted first.</para>
/// </remarks>
internal sealed class GroupPlaces(GroupNode group, Lock gate, int limit) : ILeaf
{
    private readonly GroupWaits _waits = new();

    /// <summary>Children that wait to begin.</summary>
    private LinkedItems _queue;
    private int _taken;
    private bool _isHandingOut;

    string ILeaf.LeafName => $"place in group '{group.Description}'";

    /// <summary>Waited for by root frames only, which need no index.</summary>
    int ILeaf.LeafIndex { get; set; }

    /// <summary>Takes a place for a child that is prepared.</summary>
    /// <returns>Whether it may begin; if not, it begins later, or has ended.</returns>
    public bool TryEnter(JoinHandle child)
    {
        lock (gate)
        {
            if (IsFree)
            {
                _taken++;
                return true;
            }

            if (child.TryBeginWait(this))
            {
                _queue.Add(child);
                return false;
            }

            _taken++;
        }

        child.EndUnbegun();
        return false;
    }

    /// <summary>A child has ended.</summary>
    public void Release()
    {
        lock (gate)
        {
            _taken--;
            if (_isHandingOut)
            {
                return;
            }

            _isHandingOut = true;
        }

        while (Next() is { } child)
        {
            Begin(child);
        }

        void Begin(JoinHandle child)
        {
            try
            {
                if (child.IsCancelRequested || group.IsCancelRequested)
                {
                    child.EndUnbegun();
                }
                else
                {
                    child.BeginInGroup();
                }
            }
            catch (Exception e)
            {
                child.EndUnbegun(e); // the runtime would not take it, and its spawner is gone: a failure like any other
            }
        }
    }

    /// <summary>Adds a wait for a place; false if there is one.</summary>
    public bool TryAdd(GroupWait wait)
    {
        lock (gate)
        {
            if (IsFree)
            {
                return false;
            }

            _waits.Add(wait);
            return true;
        }
    }

    void ILeaf.RequestCancel(JoinHandle task)
    {
        if (!task.TryEndWait(this))
        {
            return;
        }

        lock (gate)
        {
            _taken++;
        }

        task.EndUnbegun();
    }

    private bool IsFree => _taken < limit && _queue.IsEmpty;

    private JoinHandle? Next()
    {
        GroupWait? waits;
        lock (gate)
        {
            while (_taken < limit && _queue.TryTake() is JoinHandle child)
            {
                if (child.TryEndWait(this))
                {
                    _taken++;
                    return child;
                }
            }

            _isHandingOut = false;
            waits = IsFree ? _waits.Take(static _ => true) : null;
        }

        GroupWait.EndAll(waits, static wait => wait.End(true, null));

        return null;
    }
}
