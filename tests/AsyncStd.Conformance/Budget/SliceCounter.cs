namespace AsyncStdConformance.Budget;

using AsyncStd.Runtimes;

/// <summary>Counts slices.</summary>
internal sealed class SliceCounter : RuntimeObserver
{
    private long _slices;

    public long Slices => Volatile.Read(ref _slices);

    public override void OnSliceStarted(WorkItem item) => Interlocked.Increment(ref _slices);
}
