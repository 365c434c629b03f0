namespace AsyncStd.Runtimes;

using System.Runtime.CompilerServices;
using AsyncStd.Task;

/// <summary>Takes a dump: looks at each live task from outside, while it goes on.</summary>
/// <remarks>It reads what tasks leave behind in their boxes, and asks operations for their names. Those may be in another use by then, and their
/// code may be somebody else's: what throws here is turned into text.</remarks>
internal sealed class DumpCollector
{
    /// <summary>How many tasks that are not in the dump a wait names.</summary>
    private const int MaxElsewhere = 4;

    private readonly Runtime _runtime;
    private readonly List<JoinHandle> _tasks;
    private readonly Dictionary<JoinHandle, int> _places;
    private readonly List<JoinHandle> _awaited = [];
    private readonly uint _now;

    private DumpCollector(Runtime runtime, List<JoinHandle> tasks)
    {
        _runtime = runtime;
        _tasks = tasks;
        _now = runtime.ReadTick();
        _places = new Dictionary<JoinHandle, int>(tasks.Count, ReferenceEqualityComparer.Instance);
        for (int i = 0; i < tasks.Count; i++)
        {
            _places[tasks[i]] = i;
        }
    }

    /// <summary>Takes a dump of at most so many tasks.</summary>
    public static RuntimeDump Take(Runtime runtime, int limit)
    {
        DateTimeOffset takenAt = runtime.Clock.GetUtcNow();
        List<JoinHandle> tasks = runtime.Tasks.Snapshot(limit, out int total);
        var collector = new DumpCollector(runtime, tasks);
        DumpedTask[] dumped = collector.Collect();
        int[][] waitsFor = WaitsFor(dumped);
        NoteWaiters(dumped, waitsFor);
        return new RuntimeDump
        {
            Runtime = runtime.Name,
            Executor = runtime.Executor,
            TakenAt = takenAt,
            Total = total,
            Anonymous = runtime.Tasks.Anonymous,
            Tasks = dumped,
            Cycles = WaitCycles.Find(waitsFor),
        };
    }

    /// <summary>For each task those that it waits for. Who waits for a group waits for its children.</summary>
    private static int[][] WaitsFor(DumpedTask[] tasks)
    {
        var childrenOfGroups = new List<int>?[tasks.Length];
        foreach (DumpedTask task in tasks)
        {
            if (task.Parent is { } parent && tasks[parent].State == TaskState.Open)
            {
                (childrenOfGroups[parent] ??= []).Add(task.Index);
            }
        }

        return [.. tasks.Select(task => childrenOfGroups[task.Index]?.ToArray() ?? (task.Waits.Count == 0 ? [] : task.Waits.SelectMany(wait => wait.Tasks).ToArray()))];
    }

    private static void NoteWaiters(DumpedTask[] tasks, int[][] waitsFor)
    {
        var waiters = new List<int>?[tasks.Length];
        for (int i = 0; i < waitsFor.Length; i++)
        {
            foreach (int awaited in waitsFor[i])
            {
                (waiters[awaited] ??= []).Add(i);
            }
        }

        for (int i = 0; i < tasks.Length; i++)
        {
            tasks[i].AwaitedBy = waiters[i] ?? [];
        }
    }

    private DumpedTask[] Collect()
    {
        int?[] parents = [.. Parents()];
        TimeSpan?[] remaining = Remaining(parents);
        var dumped = new DumpedTask[_tasks.Count];
        for (int i = 0; i < dumped.Length; i++)
        {
            JoinHandle task = _tasks[i];
            TaskState state = task.State;
            uint since = task.StateSince;
            dumped[i] = new DumpedTask
            {
                Index = i,
                Id = task.Id,
                Name = task.Name,
                Body = task.BodyName,
                SpawnSite = task.SpawnSite,
                Parent = parents[i],
                State = state,
                For = since == 0 ? null : Age(since),
                IsBranch = task.IsBranch,
                IsCancellationRequested = task.IsCancelRequested,
                IsShield = task.IsShield,
                IsAbandoned = task.IsAbandoned,
                Remaining = remaining[i],
                Waits = Waits(task, state),
            };
        }

        return dumped;
    }

    /// <summary>The places of the parents. Groups, which no table knows, are found here and added: a group may be within a group.</summary>
    private List<int?> Parents()
    {
        var parents = new List<int?>(_tasks.Count);
        for (int i = 0; i < _tasks.Count; i++)
        {
            JoinHandle? parent = _tasks[i].Parent;
            if (parent is GroupNode && _places.TryAdd(parent, _tasks.Count))
            {
                _tasks.Add(parent);
            }

            parents.Add(parent is not null && _places.TryGetValue(parent, out int place) ? place : null);
        }

        return parents;
    }

    /// <summary>A task that has begun to wait after the dump was begun has waited for no time at all.</summary>
    private TimeSpan Age(uint since)
        => unchecked((int)(_now - since)) < 0 && unchecked(since - _now) < 1000 ? TimeSpan.Zero : Timers.CoarseClock.Between(since, _now);

    /// <summary>Each task's own limit or that of a task around it, whichever is nearer, from the outermost inwards: chains can be long.</summary>
    private TimeSpan?[] Remaining(int?[] parents)
    {
        var remaining = new TimeSpan?[parents.Length];
        var isKnown = new bool[parents.Length];
        var chain = new Stack<int>();
        for (int i = 0; i < parents.Length; i++)
        {
            for (int? at = i; at is { } task && !isKnown[task]; at = _tasks[task].IsShield ? null : parents[task])
            {
                isKnown[task] = true; // also against a circle, which there can only be in two halves of different moments
                chain.Push(task);
            }

            while (chain.TryPop(out int task))
            {
                TimeSpan? own = OwnRemaining(_tasks[task]);
                TimeSpan? around = !_tasks[task].IsShield && parents[task] is { } parent ? remaining[parent] : null;
                remaining[task] = own is null || around < own ? around : own;
            }
        }

        return remaining;
    }

    private static TimeSpan? OwnRemaining(JoinHandle task)
    {
        try
        {
            return task.RemainingHere;
        }
        catch (NullReferenceException)
        {
            return null; // the combinator has just ended, and let go of everything
        }
    }

    private DumpedWait[] Waits(JoinHandle task, TaskState state)
    {
        var waits = new List<DumpedWait>();
        if (state == TaskState.Waiting && task.RootLeaf is { } root)
        {
            Add(waits, task, root, isNested: false);
        }

        foreach (ILeaf leaf in task.NestedLeaves)
        {
            Add(waits, task, leaf, isNested: true);
        }

        return [.. waits];
    }

    private void Add(List<DumpedWait> waits, JoinHandle task, ILeaf leaf, bool isNested)
    {
        string description = leaf.IsJoin ? "join" : DescriptionOf(leaf);
        _awaited.Clear();
        try
        {
            leaf.AddAwaited(_awaited);
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or IndexOutOfRangeException or ArgumentException)
        {
            // The operation has just ended and is being made ready for another use.
        }

        if (!task.StillWaitsFor(leaf))
        {
            return;
        }

        var places = new List<int>();
        var elsewhere = new List<string>();
        int more = 0;
        foreach (JoinHandle awaited in _awaited)
        {
            if (_places.TryGetValue(awaited, out int place))
            {
                places.Add(place);
            }
            else if (elsewhere.Count < MaxElsewhere)
            {
                elsewhere.Add(Elsewhere(awaited));
            }
            else
            {
                more++;
            }
        }

        if (more > 0)
        {
            elsewhere.Add($"{more} more");
        }

        waits.Add(new DumpedWait(description, isNested, places, elsewhere));
    }

    private string Elsewhere(JoinHandle task)
    {
        string name = task.Name is { } given ? $"'{given}'" : task.BodyName;
        return task.Owner is { } owner && owner != _runtime ? $"{name} of runtime '{owner.Name}'" : task.IsCompleted ? $"{name}, which has ended" : name;
    }

    private static string DescriptionOf(ILeaf leaf)
    {
        try
        {
            return leaf.LeafName;
        }
        catch (Exception e)
        {
            return $"{TypeName.Of(leaf.GetType())} (its description failed: {e.GetType().Name})";
        }
    }
}
