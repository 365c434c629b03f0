namespace AsyncStd.Runtimes;

using AsyncStd.Task;

/// <summary>A live task, as it was found when a <see cref="RuntimeDump"/> was taken. Keeps nothing of the task alive.</summary>
public sealed record DumpedTask
{
    /// <summary>The place in <see cref="RuntimeDump.Tasks"/>.</summary>
    public required int Index { get; init; }

    /// <summary>The task's id. A branch, which is a part of another task, has that one's.</summary>
    public required TaskId Id { get; init; }

    /// <summary>The name given at spawn, or null.</summary>
    public required string? Name { get; init; }

    /// <summary>The method or lambda that the task was made from.</summary>
    public required string Body { get; init; }

    /// <summary>Where it was spawned, as <c>file:line</c>, if that is known.</summary>
    public required string? SpawnSite { get; init; }

    /// <summary>The place of the parent in <see cref="RuntimeDump.Tasks"/>; null if it has none, or not in the dump.</summary>
    public required int? Parent { get; init; }

    /// <summary>What the task does.</summary>
    public required TaskState State { get; init; }

    /// <summary>For how long it has done so, to about ten milliseconds, by the runtime's clock; null if that is not known. A running task has done so since it was woken.</summary>
    public required TimeSpan? For { get; init; }

    /// <summary>Whether it is a branch: a function that a combinator runs as a part of its parent.</summary>
    public required bool IsBranch { get; init; }

    /// <summary>Whether it has been asked to stop.</summary>
    public required bool IsCancellationRequested { get; init; }

    /// <summary>Whether it is a shield: requests to stop the tasks around it do not reach it.</summary>
    public required bool IsShield { get; init; }

    /// <summary>Whether it was left running, because it did not end within the grace period after it had been asked to stop.</summary>
    public required bool IsAbandoned { get; init; }

    /// <summary>How long until its scope, or one around it, is cancelled for want of time; null if none of them has a limit.</summary>
    public required TimeSpan? Remaining { get; init; }

    /// <summary>What it waits for: its own frame first, then methods that it has called.</summary>
    public required IReadOnlyList<DumpedWait> Waits { get; init; }

    /// <summary>The tasks that wait for this one: their places in <see cref="RuntimeDump.Tasks"/>.</summary>
    public IReadOnlyList<int> AwaitedBy { get; internal set; } = [];

    /// <summary>The name if it has one, else the body.</summary>
    public string DisplayName => Name is null ? Body : $"'{Name}'";

    /// <summary>One line.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString() => DumpText.Line(this);
}
