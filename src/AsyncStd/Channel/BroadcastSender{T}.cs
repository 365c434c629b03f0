namespace AsyncStd.Channel;

using System.Threading.Channels;

/// <summary>A handle of the sending side of a broadcast: each message goes to all receivers. It closes when the last handle is disposed of.</summary>
/// <remarks>Sending never waits: a receiver that is too slow misses messages, and is told so by a <see cref="LaggedException"/>.</remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <example><code>
/// using System.Threading.Channels;
///
/// var (sender, receiver) = Channel.Broadcast&lt;string&gt;(16);
/// using var second = sender.Subscribe();
/// sender.Send("to everybody");
/// Console.WriteLine(await receiver.ReceiveAsync());
/// Console.WriteLine(await second.ReceiveAsync());
/// </code></example>
public sealed class BroadcastSender<T> : ChannelWriter<T>, IDisposable
{
    private readonly BroadcastCore<T> _core;
    private int _isDisposed;

    internal BroadcastSender(BroadcastCore<T> core) => _core = core;

    /// <summary>How many messages are kept for receivers that have not received them.</summary>
    public int Capacity => _core.Capacity;

    /// <summary>Whether nothing can be sent any more.</summary>
    public bool IsClosed => _core.IsClosed;

    /// <summary>How many handles of the sending side are not disposed of.</summary>
    public int SenderCount => _core.SenderCount;

    /// <summary>How many receivers there are.</summary>
    public int ReceiverCount => _core.ReceiverCount;

    /// <summary>Sends a message to all receivers that there are now. Never waits.</summary>
    /// <param name="item">The message.</param>
    /// <returns>How many receivers that is; a message for none is dropped.</returns>
    /// <exception cref="SendException{T}">The broadcast is closed; the exception gives the message back.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public int Send(T item)
    {
        Check();
        int receivers = _core.Send(item);
        return receivers >= 0 ? receivers : throw new SendException<T>(item, "The message was not sent: the broadcast is closed.", _core.Error);
    }

    /// <summary>Sends a message to all receivers that there are now. Never waits.</summary>
    /// <param name="item">The message.</param>
    /// <returns>False if the broadcast is closed.</returns>
    public override bool TryWrite(T item)
    {
        Check();
        return _core.Send(item) >= 0;
    }

    /// <summary>Whether one may send; known at once.</summary>
    /// <param name="cancellationToken">Not needed: nothing is waited for.</param>
    /// <returns>False if the broadcast is closed.</returns>
    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken)
            : !_core.IsClosed ? new ValueTask<bool>(true)
            : _core.Error is { } error ? ValueTask.FromException<bool>(error)
            : default;

    /// <summary>Closes the broadcast for everyone. What a receiver has not received it still can.</summary>
    /// <param name="error">Why, if it was not the regular end: receivers get it once they have received all.</param>
    /// <returns>False if it was closed already.</returns>
    public override bool TryComplete(Exception? error = null) => _core.TryClose(error);

    /// <summary>Makes a receiver of all messages that are sent from now on.</summary>
    /// <returns>The receiver, to be disposed of.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public BroadcastReceiver<T> Subscribe()
    {
        Check();
        return new BroadcastReceiver<T>(_core, null);
    }

    /// <summary>Makes another handle of the sending side.</summary>
    /// <returns>A handle to be disposed of as this one.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public BroadcastSender<T> Clone()
    {
        Check();
        return _core.TryAddSender() ? new BroadcastSender<T>(_core) : throw Disposed();
    }

    /// <summary>Gives the handle back. With the last one the broadcast is closed. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _core.RemoveSender();
        }
    }

    private void Check()
    {
        if (_isDisposed != 0)
        {
            throw Disposed();
        }
    }

    private static ObjectDisposedException Disposed() => new(nameof(BroadcastSender<>), "This sender was disposed of.");
}
