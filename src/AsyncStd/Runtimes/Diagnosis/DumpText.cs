namespace AsyncStd.Runtimes;

using System.Globalization;
using System.Text;

/// <summary>Writes a dump as a tree: children under their parents, below each task what it waits for, and the circles at the end.</summary>
internal sealed class DumpText
{
    /// <summary>Siblings of one kind, if there are more, are shown as the first few and a number.</summary>
    private const int MaxAlike = 5;
    private const int ShownOfAlike = 3;

    /// <summary>Deeper levels are indented no further: a chain of tasks can be longer than any line.</summary>
    private const int MaxIndented = 40;

    private readonly RuntimeDump _dump;
    private readonly StringBuilder _text = new();

    /// <summary>The children of each task; those without a parent are at the end.</summary>
    private readonly List<DumpedTask>?[] _children;
    private readonly Stack<Node> _stack = new();

    public DumpText(RuntimeDump dump)
    {
        _dump = dump;
        _children = new List<DumpedTask>?[dump.Tasks.Count + 1];
        foreach (DumpedTask task in dump.Tasks)
        {
            (_children[task.Parent ?? dump.Tasks.Count] ??= []).Add(task);
        }
    }

    /// <summary>Writes the tree.</summary>
    /// <param name="maxNodes">How many tasks to show at most.</param>
    public string Write(int maxNodes = int.MaxValue)
    {
        WriteHeader();
        PushChildren(_dump.Tasks.Count, "", 0);
        while (_stack.TryPop(out Node node))
        {
            if (maxNodes-- == 0)
            {
                _text.AppendLine("… and more");
                break;
            }

            WriteNode(node);
        }

        foreach (IReadOnlyList<int> cycle in _dump.Cycles)
        {
            _text.Append("circle: ");
            foreach (int place in cycle)
            {
                _text.Append(Reference(_dump.Tasks[place])).Append(" waits for ");
            }

            _text.AppendLine(Reference(_dump.Tasks[cycle[0]]));
        }

        return _text.ToString();
    }

    /// <summary>A task without its place in the tree and without what it waits for.</summary>
    public static string Line(DumpedTask task)
    {
        var line = new StringBuilder(Reference(task));
        if (task.Name is not null)
        {
            line.Append(CultureInfo.InvariantCulture, $" ({task.Body})");
        }

        line.Append(": ").Append(task.State switch
        {
            TaskState.Ready => "ready",
            TaskState.Running => "running",
            TaskState.Waiting => "waiting",
            TaskState.Open => "open",
            _ => "blocking",
        });
        if (task.For is { } time)
        {
            line.Append(" for ").Append(Duration(time));
        }

        AppendFlag(line, task.IsCancellationRequested, "asked to stop");
        AppendFlag(line, task.IsAbandoned, "left running");
        AppendFlag(line, task.IsShield, "shield");
        if (task.Remaining is { } remaining)
        {
            line.Append(remaining > TimeSpan.Zero ? $", {Duration(remaining)} left" : ", out of time");
        }

        return task.SpawnSite is null ? line.ToString() : line.Append(", spawned at ").Append(task.SpawnSite).ToString();
    }

    private static void AppendFlag(StringBuilder line, bool isSet, string flag)
    {
        if (isSet)
        {
            line.Append(", ").Append(flag);
        }
    }

    private static string Reference(DumpedTask task) => task.IsBranch ? $"branch {task.DisplayName} of #{task.Id}" : $"#{task.Id} {task.DisplayName}";

    private static string Duration(TimeSpan time)
        => time < TimeSpan.FromSeconds(1) ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
            : time < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
            : time.ToString(time < TimeSpan.FromDays(1) ? @"h\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    private void WriteHeader()
    {
        _text.Append(CultureInfo.InvariantCulture, $"runtime '{_dump.Runtime}' ({_dump.Executor}), {_dump.TakenAt:u}: {_dump.Total} live task{(_dump.Total == 1 ? "" : "s")}");
        int listed = _dump.Tasks.Count - _dump.Count(TaskState.Open);
        if (listed < _dump.Total)
        {
            _text.Append(CultureInfo.InvariantCulture, $", of which {listed} are listed");
        }

        string separator = ": ";
        foreach (TaskState state in (ReadOnlySpan<TaskState>)[TaskState.Running, TaskState.Blocking, TaskState.Ready, TaskState.Waiting])
        {
            if (_dump.Count(state) is not 0 and var count)
            {
                _text.Append(separator).Append(CultureInfo.InvariantCulture, $"{count} ").Append(state.ToString().ToLowerInvariant());
                separator = ", ";
            }
        }

        if (_dump.Anonymous > 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $"; {_dump.Anonymous} async void or posted");
        }

        _text.AppendLine();
    }

    private void WriteNode(Node node)
    {
        _text.Append(node.Indent).Append(node.IsLast ? "└─ " : "├─ ");
        if (node.Task is not { } task)
        {
            _text.AppendLine(node.Note);
            return;
        }

        _text.AppendLine(Line(task));
        string inner = node.Level < MaxIndented ? node.Indent + (node.IsLast ? "   " : "│  ") : node.Indent;
        string bar = _children[task.Index] is null ? "   " : "│  ";
        foreach (string wait in Waits(task))
        {
            _text.Append(inner).Append(bar).AppendLine(wait);
        }

        PushChildren(task.Index, inner, node.Level + 1);
    }

    private IEnumerable<string> Waits(DumpedTask task)
    {
        foreach (DumpedWait wait in task.Waits)
        {
            string tasks = string.Join(", ", wait.Tasks.Select(place => Reference(_dump.Tasks[place])).Concat(wait.Elsewhere));
            string what = tasks.Length == 0 ? wait.Description : wait.Description == "join" ? tasks : $"{wait.Description}: {tasks}";
            yield return (wait.IsNested ? "a method waits for " : "waits for ") + what;
        }
    }

    private void PushChildren(int parent, string indent, int level)
    {
        if (_children[parent] is not { } children)
        {
            return;
        }

        List<Node> nodes = [];
        foreach (IGrouping<string, DumpedTask> alike in children.GroupBy(Kind))
        {
            int count = alike.Count();
            int shown = count > MaxAlike ? ShownOfAlike : count;
            nodes.AddRange(alike.Take(shown).Select(task => new Node(task, null, indent, level, false)));
            if (shown < count)
            {
                nodes.Add(new Node(null, $"… and {count - shown} more like {(shown == 1 ? "it" : "these")}", indent, level, false));
            }
        }

        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            _stack.Push(nodes[i] with { IsLast = i == nodes.Count - 1 });
        }
    }

    /// <summary>Tasks with the same kind look the same but for id, name and times. One with children is like no other.</summary>
    private string Kind(DumpedTask task)
        => _children[task.Index] is not null
            ? $"#{task.Index}"
            : $"{task.Body}|{task.SpawnSite}|{task.State}|{task.IsBranch}|{task.IsCancellationRequested}|{task.IsAbandoned}|{task.IsShield}|{string.Join('|', Waits(task))}";

    /// <summary>A line of the tree that is still to be written: a task, or what stands for several.</summary>
    private readonly record struct Node(DumpedTask? Task, string? Note, string Indent, int Level, bool IsLast);
}
