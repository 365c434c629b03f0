namespace AsyncStd.Channel;

/// <summary>What <see cref="Receiver{T}.ReadAllAsync"/> gives.</summary>
internal sealed class ReceiverSequence<T>(ChannelCore<T> core, CancellationToken cancellationToken) : IAsyncEnumerable<T>
{
    /// <summary>The token of the enumeration counts as well as that of the sequence.</summary>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken enumerationToken = default)
        => !enumerationToken.CanBeCanceled || enumerationToken == cancellationToken ? new ReceiverEnumerator<T>(core, cancellationToken)
            : !cancellationToken.CanBeCanceled ? new ReceiverEnumerator<T>(core, enumerationToken)
            : Linked(cancellationToken, enumerationToken);

    private async IAsyncEnumerator<T> Linked(CancellationToken first, CancellationToken second)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(first, second);
        var messages = new ReceiverEnumerator<T>(core, both.Token);
        while (await messages.MoveNextAsync().ConfigureAwait(false))
        {
            yield return messages.Current;
        }
    }
}
