namespace AsyncStd.Stream;

/// <summary>What operators share that only do something with each item: they wait as their source does.</summary>
internal abstract class PassEnumerator<TSource, T>(AsyncSequenceEnumerator<TSource> source) : AsyncSequenceEnumerator<T>
{
    /// <summary>A field and not a property, read for each item.</summary>
    protected readonly AsyncSequenceEnumerator<TSource> Source = source;

    public override ValueTask<bool> WaitToReadAsync() => Source.WaitToReadAsync();

    public override ValueTask DisposeAsync() => Source.DisposeAsync();
}
