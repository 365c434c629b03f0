namespace AsyncStd.Channel;

/// <summary>Receives one message of a broadcast, or one value of a watch, after another.</summary>
internal sealed class MessageSourceEnumerator<T>(IMessageSource<T> source, CancellationToken cancellationToken) : MessageEnumerator<T>
{
    public override ValueTask<bool> MoveNextAsync() => IsOver ? default : MessageSource.MoveNextAsync(source, this, cancellationToken);
}
