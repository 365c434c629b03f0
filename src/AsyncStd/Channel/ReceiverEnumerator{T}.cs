namespace AsyncStd.Channel;

/// <summary>Receives one message of a channel after another.</summary>
internal sealed class ReceiverEnumerator<T>(ChannelCore<T> core, CancellationToken cancellationToken) : MessageEnumerator<T>
{
    public override ValueTask<bool> MoveNextAsync() => IsOver ? default : core.MoveNextAsync(this, cancellationToken);
}
