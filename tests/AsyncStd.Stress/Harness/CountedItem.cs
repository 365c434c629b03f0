namespace AsyncStdStress.Harness;

using AsyncStd.Runtimes;

/// <summary>A work item that only counts how often it was taken.</summary>
internal sealed class CountedItem(int producer, int number) : WorkItem(null)
{
    private int _taken;

    public int Producer { get; } = producer;

    public int Number { get; } = number;

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Notes that somebody took the item. Returns how often that has happened.</summary>
    public int Take() => Interlocked.Increment(ref _taken);

    protected override void Invoke() => throw new InvalidOperationException("Nobody runs this item.");
}
