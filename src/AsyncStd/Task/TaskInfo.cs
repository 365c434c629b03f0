namespace AsyncStd.Task;

/// <summary>Who a task is: to show, to compare and to keep. It neither controls the task nor keeps anything of it alive.</summary>
/// <remarks>Two are equal if they are the same task's. The default value is no task's.</remarks>
/// <example><code>
/// TaskInfo info = await Task.Spawn(() => Task.CurrentInfo, "loader");
/// Console.WriteLine($"{info.Name} has the number {info.Id}");
/// </code></example>
public readonly record struct TaskInfo
{
    private readonly string? _file;
    private readonly int _line;

    internal TaskInfo(TaskId id, string? name, string? file, int line)
    {
        Id = id;
        Name = name;
        _file = file;
        _line = line;
    }

    /// <summary>The task's number.</summary>
    public TaskId Id { get; }

    /// <summary>The name given at spawn, or null.</summary>
    public string? Name { get; }

    /// <summary>Where the task was spawned, as <c>file:line</c>, or null when it is not known.</summary>
    public string? SpawnSite => _file is null ? null : $"{_file}:{_line}";

    /// <inheritdoc/>
    public bool Equals(TaskInfo other) => Id == other.Id;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>Number and name, or number and spawn site.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => Id == default ? "no task"
        : Name is not null ? $"task {Id} '{Name}'"
        : _file is not null ? $"task {Id} at {SourcePlace.Short(_file, _line)}"
        : $"task {Id}";
}
