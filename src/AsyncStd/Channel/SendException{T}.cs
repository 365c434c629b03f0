namespace AsyncStd.Channel;

using System.Threading.Channels;

/// <summary>A message could not be sent because the channel is closed. It is given back.</summary>
/// <remarks>Catch it as the BCL's <see cref="ChannelClosedException"/>, or as this to have the message.</remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class SendException<T> : ChannelClosedException
{
    internal SendException(T item, string message, Exception? cause)
        : base(message, cause) => Item = item;

    /// <summary>The message that was not sent.</summary>
    public T Item { get; }
}
