namespace AsyncStd.Stream;

/// <summary>Begins enumerations of whatever sequence it is.</summary>
internal static class Enumeration
{
    /// <summary>Never throws, and asks nothing of the sequence yet: so of several sources none is left open because the next one would not begin.</summary>
    public static AsyncSequenceEnumerator<T> Begin<T>(IAsyncEnumerable<T> source, CancellationToken cancellationToken)
        => source is AsyncSequence<T> sequence ? sequence.GetAsyncEnumerator(cancellationToken) : new ForeignEnumerator<T>(source, cancellationToken);

    public static AsyncSequence<T> AsSequence<T>(IAsyncEnumerable<T> source) => source as AsyncSequence<T> ?? new SourceSequence<T>(token => new ForeignEnumerator<T>(source, token));
}
