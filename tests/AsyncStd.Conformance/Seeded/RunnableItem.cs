namespace AsyncStdConformance.Seeded;

using AsyncStd.Runtimes;

/// <summary>An item that may run now.</summary>
/// <param name="Item">The item.</param>
/// <param name="Sequence">Its number in the order of scheduling.</param>
public readonly record struct RunnableItem(WorkItem Item, long Sequence);
