namespace AsyncStd.Channel;

/// <summary>The sending side of a channel for one message.</summary>
/// <remarks>Disposing of it without having sent tells the receiver that nothing comes. Any thread may use it.</remarks>
/// <typeparam name="T">The type of the message.</typeparam>
public sealed class OneshotSender<T> : IDisposable
{
    private readonly OneshotReceiver<T> _channel;

    internal OneshotSender(OneshotReceiver<T> channel) => _channel = channel;

    /// <summary>Whether nobody waits for the message any more: it was sent, or the receiver was disposed of.</summary>
    public bool IsClosed => _channel.IsClosedForSender;

    /// <summary>Sends the message. Never waits.</summary>
    /// <param name="item">The message.</param>
    /// <exception cref="SendException{T}">The receiver was disposed of, or a message was sent before; the exception gives this one back.</exception>
    public void Send(T item)
    {
        if (TrySend(item) == TrySendResult.Closed)
        {
            throw new SendException<T>(item, "The message was not sent: the receiver was disposed of, or there was a message before.", null);
        }
    }

    /// <summary>Sends the message unless the receiver was disposed of, or a message was sent before. Never waits.</summary>
    /// <param name="item">The message.</param>
    /// <returns><see cref="TrySendResult.Sent"/> or <see cref="TrySendResult.Closed"/>.</returns>
    public TrySendResult TrySend(T item) => _channel.TrySend(item);

    /// <summary>Waits until nobody waits for the message any more, so that work for it can be given up.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the receiver was disposed of, or the message was sent.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing has changed.</remarks>
    public ValueTask ClosedAsync(CancellationToken cancellationToken = default) => _channel.ClosedAsync(cancellationToken);

    /// <summary>Tells the receiver that nothing comes, unless the message was sent.</summary>
    public void Dispose() => _channel.CloseBySender();
}
