namespace Samples.Tour;

/// <summary>How far a pass is. Written by any thread, read by the display.</summary>
internal sealed class Progress
{
    private long _done;
    private long _total;

    public long Done => Volatile.Read(ref _done);

    /// <summary>How much there will be; 0 while that is not known.</summary>
    public long Total
    {
        get => Volatile.Read(ref _total);
        set => Volatile.Write(ref _total, value);
    }

    public void Add(long count = 1) => Interlocked.Add(ref _done, count);
}
