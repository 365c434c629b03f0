namespace AsyncStdTests.Runtimes;

using AsyncStd.Runtimes;

/// <summary>A work item to be queued and told apart.</summary>
internal sealed class NumberedItem(int number, Action? invoke = null) : WorkItem(null)
{
    public int Number { get; } = number;

    public override string Description => $"item {Number}";

    public static NumberedItem[] Several(int count) => [.. Enumerable.Range(0, count).Select(number => new NumberedItem(number))];

    protected override void Invoke() => invoke?.Invoke();
}
