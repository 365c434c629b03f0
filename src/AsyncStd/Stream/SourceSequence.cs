namespace AsyncStd.Stream;

/// <summary>A sequence that is nothing but a way to make its enumerator.</summary>
internal sealed class SourceSequence<T>(Func<CancellationToken, AsyncSequenceEnumerator<T>> begin) : AsyncSequence<T>
{
    public override AsyncSequenceEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => begin(cancellationToken);
}
