namespace AsyncStd.Task;

/// <summary>Hands out the ticks of an interval one by one. Not an async iterator, which allocates for each element that it waits for.</summary>
internal sealed class IntervalEnumerator(Interval interval, CancellationToken cancellationToken) : IAsyncEnumerator<long>
{
    /// <inheritdoc/>
    public long Current { get; internal set; }

    /// <inheritdoc/>
    public ValueTask<bool> MoveNextAsync() => interval.MoveNextAsync(this, cancellationToken);

    /// <summary>The interval goes on: it is not the enumeration's.</summary>
    /// <returns>Nothing to wait for.</returns>
    public ValueTask DisposeAsync() => default;
}
