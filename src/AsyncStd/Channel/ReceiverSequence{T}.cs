namespace AsyncStd.Channel;

/// <summary>What <see cref="Receiver{T}.ReadAllAsync"/> gives, and its sisters.</summary>
internal sealed class ReceiverSequence<T>(IEnumerationSource<T> source, CancellationToken cancellationToken) : IAsyncEnumerable<T>
{
    /// <summary>The token of the enumeration counts as well as that of the sequence.</summary>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken enumerationToken = default)
        => !enumerationToken.CanBeCanceled || enumerationToken == cancellationToken ? source.Enumerate(cancellationToken)
            : !cancellationToken.CanBeCanceled ? source.Enumerate(enumerationToken)
            : Linked(cancellationToken, enumerationToken);

    private async IAsyncEnumerator<T> Linked(CancellationToken first, CancellationToken second)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(first, second);
        IAsyncEnumerator<T> messages = source.Enumerate(both.Token);
        while (await messages.MoveNextAsync().ConfigureAwait(false))
        {
            yield return messages.Current;
        }
    }
}
