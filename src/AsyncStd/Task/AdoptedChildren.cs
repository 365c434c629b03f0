namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>The children that others than a task's own slices brought into its scope: code of the task that runs elsewhere, and tasks that have ended and
/// left theirs. For a group, all.</summary>
/// <remarks>Invariant: everything is used under the gate. Ended children leave when they are at the end of the list and somebody looks; all others with
/// the next sweep, of which there is one for so many additions.</remarks>
internal sealed class AdoptedChildren
{
    /// <summary>Additions between two sweeps, at least. One that keeps other objects alive when it has ended counts for more.</summary>
    private const int MinSweep = 256;
    private const int WeightOfKeepers = 16;

    /// <summary>And at least so many for each child that a sweep found alive, so that sweeping stays cheap for each addition.</summary>
    private const int AdditionsForEachAlive = 4;
    private const int Smallest = 4;

    private SpinGate _gate;
    private JoinHandle?[] _children = new JoinHandle?[Smallest];
    private int _count;
    private int _untilSweep = MinSweep;

    public void Add(JoinHandle child)
    {
        _gate.Enter();
        DropLast();
        _untilSweep -= child.KeepsObjectsAlive ? WeightOfKeepers : 1;
        if (_untilSweep <= 0)
        {
            SweepAll();
        }

        if (_count == _children.Length)
        {
            Array.Resize(ref _children, 2 * _count);
        }

        _children[_count] = child;
        Volatile.Write(ref _count, _count + 1);
        _gate.Exit();
    }

    /// <summary>A child has ended that keeps other objects alive: lets go of it, if it is the last.</summary>
    public void DropIfLast(JoinHandle child)
    {
        JoinHandle?[] children = Volatile.Read(ref _children);
        int last = Volatile.Read(ref _count) - 1;
        if ((uint)last < (uint)children.Length && children[last] == child)
        {
            _gate.Enter();
            DropLast();
            _gate.Exit();
        }
    }

    public void Sweep()
    {
        _gate.Enter();
        SweepAll();
        _gate.Exit();
    }

    /// <summary>Adds the children to a list.</summary>
    public void AddTo(List<JoinHandle> children)
    {
        _gate.Enter();
        foreach (JoinHandle? child in _children.AsSpan(0, _count))
        {
            children.Add(child!);
        }

        _gate.Exit();
    }

    /// <summary>Takes all children out.</summary>
    public JoinHandle?[] TakeAll(out int count)
    {
        _gate.Enter();
        JoinHandle?[] children = _children;
        count = _count;
        _children = count == 0 ? _children : new JoinHandle?[Smallest];
        Volatile.Write(ref _count, 0);
        _gate.Exit();
        return children;
    }

    private void DropLast()
    {
        int count = _count;
        while (count > 0 && _children[count - 1]!.IsGone)
        {
            _children[--count] = null;
        }

        Volatile.Write(ref _count, count);
    }

    private void SweepAll()
    {
        int alive = 0;
        for (int i = 0; i < _count; i++)
        {
            JoinHandle child = _children[i]!;
            if (!child.IsGone)
            {
                _children[alive++] = child;
            }
        }

        _children.AsSpan(alive, _count - alive).Clear();
        Volatile.Write(ref _count, alive);
        if (alive < _children.Length / 4 && alive >= Smallest)
        {
            Array.Resize(ref _children, 2 * alive);
        }

        _untilSweep = Math.Max(MinSweep, AdditionsForEachAlive * alive);
    }
}
