namespace AsyncStd.Task;

using AsyncStd.Runtimes;

/// <summary>What is set of a task before it is spawned: its name, its scope, its runtime, and whether it keeps its thread for long.</summary>
/// <remarks>A value: each setting gives a new one and leaves the old as it was, so a half-filled builder can be kept and used for many tasks.</remarks>
/// <example><code>
/// JoinHandle&lt;int> loader = new TaskBuilder()
///     .Name("loader")
///     .LongRunning()
///     .Spawn(async () => { await Task.YieldNow(); return 42; });
/// Console.WriteLine(await loader);
/// </code></example>
public readonly partial record struct TaskBuilder
{
    private readonly string? _name;
    private readonly Runtime? _runtime;
    private readonly Scope _scope;
    private readonly bool _hasScope;
    private readonly bool _isLongRunning;

    /// <summary>Begins without any setting.</summary>
    public TaskBuilder()
    {
    }

    private TaskBuilder(string? name, Runtime? runtime, Scope scope, bool hasScope, bool isLongRunning)
    {
        _name = name;
        _runtime = runtime;
        _scope = scope;
        _hasScope = hasScope;
        _isLongRunning = isLongRunning;
    }

    /// <summary>Names the task, for reports and diagnosis.</summary>
    /// <param name="name">The name; null for none.</param>
    /// <returns>The settings with the name.</returns>
    public TaskBuilder Name(string? name) => new(name, _runtime, _scope, _hasScope, _isLongRunning);

    /// <summary>Spawns the task on a runtime other than <see cref="Runtime.Current"/>.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <returns>The settings with the runtime.</returns>
    public TaskBuilder On(Runtime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        return new(_name, runtime, _scope, _hasScope, _isLongRunning);
    }

    /// <summary>Makes the task a child of a scope other than that of the code which spawns it: who cancels that scope asks the task to stop.</summary>
    /// <param name="scope">The scope. One that has closed stands for the nearest around it that is open; <see cref="Scope.IsNone">none</see> is the same as <see cref="Detached"/>.</param>
    /// <returns>The settings with the scope.</returns>
    public TaskBuilder ChildOf(Scope scope) => new(_name, _runtime, scope, true, _isLongRunning);

    /// <summary>Makes the task nobody's child: no other scope that is cancelled reaches it. For background loops that must outlive whoever started them.</summary>
    /// <returns>The settings without a scope.</returns>
    public TaskBuilder Detached() => ChildOf(default);

    /// <summary>Says that the task may keep its thread for long between two waits. It then runs on a thread kept for calls that block, again after each wait,
    /// so that it holds up no other task and none holds it up.</summary>
    /// <returns>The settings with the hint.</returns>
    /// <remarks>Going on after a wait costs some microseconds more. The task may block, and may call <c>BlockOn</c>. It runs beside the others also on a runtime that else runs one task
    /// at a time. The number of such threads is limited by <see cref="RuntimeOptions.BlockingThreads"/>. What the task spawns is not long-running.</remarks>
    public TaskBuilder LongRunning() => new(_name, _runtime, _scope, _hasScope, true);

    private Runtime Runtime => _runtime ?? Runtime.Current;

    private THandle Start<THandle>(THandle? task, string? file, int line, int place = 0)
        where THandle : JoinHandle
    {
        if (task is null)
        {
            throw Branch.NeverBuilt();
        }

        Apply(task);
        task.IsLongRunning = _isLongRunning;
        task.Affinity = place;
        task.Publish(Runtime, file, line);
        return task;
    }

    private THandle StartBlocking<THandle>(THandle task, string? file, int line)
        where THandle : JoinHandle
    {
        Apply(task);
        task.PublishBlocking(Runtime, file, line);
        return task;
    }

    private void Apply(JoinHandle task)
    {
        task.SetName(_name);
        if (_hasScope)
        {
            task.SetParent(_scope.Node);
        }
    }

    private int PlaceOfThisThread()
        => _isLongRunning
            ? throw new InvalidOperationException("A task cannot be both local and long-running: one stays on the thread that others share, the other leaves it.")
            : Runtime.PlaceOfThisThread();

    private void EnsureMayBlock() => Runtime.EnsureMayBlock();
}
