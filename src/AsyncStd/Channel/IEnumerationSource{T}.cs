namespace AsyncStd.Channel;

/// <summary>What a <see cref="ReceiverSequence{T}"/> enumerates.</summary>
internal interface IEnumerationSource<T>
{
    /// <summary>An enumerator of the messages that come.</summary>
    IAsyncEnumerator<T> Enumerate(CancellationToken cancellationToken);
}
