namespace AsyncStd.Runtimes;

/// <summary>Something that a live task waits for, in a <see cref="RuntimeDump"/>.</summary>
/// <param name="Description">What it is: <c>join</c>, <c>sleep</c>, <c>foreign task (Task)</c>, or what an operation calls itself.</param>
/// <param name="IsNested">Whether a method waits that the task has called, and not the task's own frame.</param>
/// <param name="Tasks">The tasks whose end is waited for: their places in <see cref="RuntimeDump.Tasks"/>.</param>
/// <param name="Elsewhere">The same for tasks that are not in the dump: because they belong to another runtime, have just ended, or are beyond the limit.</param>
public sealed record DumpedWait(string Description, bool IsNested, IReadOnlyList<int> Tasks, IReadOnlyList<string> Elsewhere);
