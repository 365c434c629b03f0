namespace AsyncStd.Runtimes;

/// <summary>Finds tasks that wait for each other in a circle.</summary>
/// <remarks>Tarjan's search for strongly connected components, with a stack of its own: a chain of waits can be longer than a thread's stack. Each component
/// of more than one task, or with a task that waits for itself, gives one circle: the shortest through its first task.</remarks>
internal sealed class WaitCycles
{
    private readonly int[][] _waitsFor;
    private readonly int[] _order;
    private readonly int[] _low;
    private readonly bool[] _isOpen;
    private readonly Stack<int> _open = new();
    private readonly List<IReadOnlyList<int>> _cycles = [];
    private int _count;

    private WaitCycles(int[][] waitsFor)
    {
        _waitsFor = waitsFor;
        _order = new int[waitsFor.Length];
        _low = new int[waitsFor.Length];
        _isOpen = new bool[waitsFor.Length];
    }

    /// <summary>One circle for each group of entangled tasks.</summary>
    /// <param name="waitsFor">For each task the tasks that it waits for.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Find(int[][] waitsFor)
    {
        var search = new WaitCycles(waitsFor);
        for (int task = 0; task < waitsFor.Length; task++)
        {
            if (search._order[task] == 0 && waitsFor[task].Length > 0)
            {
                search.Visit(task);
            }
        }

        return search._cycles;
    }

    private void Visit(int root)
    {
        var path = new Stack<(int Task, int Next)>();
        Open(root);
        path.Push((root, 0));
        while (path.TryPop(out (int Task, int Next) at))
        {
            int task = at.Task;
            if (at.Next < _waitsFor[task].Length)
            {
                path.Push((task, at.Next + 1));
                int other = _waitsFor[task][at.Next];
                if (_order[other] == 0)
                {
                    Open(other);
                    path.Push((other, 0));
                }
                else if (_isOpen[other])
                {
                    _low[task] = Math.Min(_low[task], _order[other]);
                }

                continue;
            }

            if (_low[task] == _order[task])
            {
                Close(task);
            }

            if (path.TryPeek(out (int Task, int Next) caller))
            {
                _low[caller.Task] = Math.Min(_low[caller.Task], _low[task]);
            }
        }
    }

    private void Open(int task)
    {
        _order[task] = _low[task] = ++_count;
        _isOpen[task] = true;
        _open.Push(task);
    }

    /// <summary>Everything opened since is one component.</summary>
    private void Close(int first)
    {
        var component = new HashSet<int>();
        int task;
        do
        {
            task = _open.Pop();
            _isOpen[task] = false;
            component.Add(task);
        }
        while (task != first);

        if (component.Count > 1 || _waitsFor[first].Contains(first))
        {
            _cycles.Add(ShortestThrough(component.Min(), component));
        }
    }

    /// <summary>Goes outwards from a task until it is met again. Within a component it always is.</summary>
    private List<int> ShortestThrough(int start, HashSet<int> component)
    {
        var cameFrom = new Dictionary<int, int>();
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out int task))
        {
            foreach (int other in _waitsFor[task])
            {
                if (other == start)
                {
                    var cycle = new List<int> { task };
                    while (task != start)
                    {
                        task = cameFrom[task];
                        cycle.Add(task);
                    }

                    cycle.Reverse();
                    return cycle;
                }

                if (component.Contains(other) && cameFrom.TryAdd(other, task))
                {
                    queue.Enqueue(other);
                }
            }
        }

        return [start];
    }
}
