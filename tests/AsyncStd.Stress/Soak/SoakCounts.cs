namespace AsyncStdStress.Soak;

/// <summary>What has happened so far.</summary>
internal sealed class SoakCounts
{
    private long _connections;
    private long _bytes;
    private long _cancels;
    private long _halfCloses;
    private long _resets;

    public long Bytes => Volatile.Read(ref _bytes);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Verified(int bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Cancelled() => Interlocked.Increment(ref _cancels);

    public void HalfClosed() => Interlocked.Increment(ref _halfCloses);

    public void Reset() => Interlocked.Increment(ref _resets);

    public override string ToString()
        => $"{Volatile.Read(ref _connections):N0} connections, {Bytes / 1e6:N0} MB verified, {Volatile.Read(ref _cancels):N0} cancels, "
            + $"{Volatile.Read(ref _halfCloses):N0} half-closes, {Volatile.Read(ref _resets):N0} resets";
}
