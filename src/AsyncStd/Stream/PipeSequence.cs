namespace AsyncStd.Stream;

/// <summary>The items of a source, passed through an operator.</summary>
internal sealed class PipeSequence<TSource, T>(
    IAsyncEnumerable<TSource> source, Func<AsyncSequenceEnumerator<TSource>, AsyncSequenceEnumerator<T>> attach) : AsyncSequence<T>
{
    public override AsyncSequenceEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        => attach(Enumeration.Begin(source, cancellationToken));
}
