namespace AsyncStd.Channel;

using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using Task = System.Threading.Tasks.Task;

/// <summary>A receiver of a broadcast: gets each message that is sent while it is there.</summary>
/// <remarks>
/// <para>The broadcast keeps so many messages as its capacity says. A receiver that falls further behind misses the oldest, and its next receive throws a
/// <see cref="LaggedException"/> that says how many; the one after that goes on. So a gap is never silent, in an <c>await foreach</c> either.</para>
/// <para>It is an <see cref="IAsyncEnumerable{T}"/> and a <see cref="ChannelReader{T}"/>. Two who receive through the same one share its messages.</para>
/// </remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class BroadcastReceiver<T> : ChannelReader<T>, IAsyncEnumerable<T>, IDisposable, IMessageSource<T>
{
    private readonly BroadcastCore<T> _core;
    private MessageWaiters<T> _waiters;
    private ChannelCompletion? _completion;
    private bool _isEnded;
    private int _isDisposed;

    internal BroadcastReceiver(BroadcastCore<T> core, BroadcastReceiver<T>? like)
    {
        _core = core;
        core.Add(this, like);
    }

    /// <summary>How many messages it has not received, and can: a snapshot.</summary>
    public override int Count
    {
        get
        {
            _core.Gate.Enter();
            long count = Math.Max(_core.Next - Math.Max(Position, _core.Oldest), 0);
            _core.Gate.Exit();
            return (int)count;
        }
    }

    /// <inheritdoc/>
    public override bool CanCount => true;

    /// <summary>Whether nothing is sent any more, however much is still to be received.</summary>
    public bool IsClosed => _core.IsClosed;

    /// <summary>Ends when the broadcast is closed and this receiver has received everything, or was disposed of.</summary>
    public override Task Completion
    {
        get
        {
            var made = new ChannelCompletion();
            _core.Gate.Enter();
            ChannelCompletion completion = _completion ??= made;
            bool end = completion == made && _isEnded;
            _core.Gate.Exit();
            if (end)
            {
                made.End(_core.Error);
            }

            return completion.Task;
        }
    }

    string IWaiterHost.WaitName => "broadcast";

    Exception? IClosable.Error => _core.Error;

    ref SpinGate IMessageSource<T>.Gate => ref _core.Gate;

    /// <summary>Under the gate: the number of the next message to receive.</summary>
    internal long Position { get; set; }

    /// <summary>Neighbours in the list of the broadcast.</summary>
    internal BroadcastReceiver<T>? NextReceiver { get; set; }

    internal BroadcastReceiver<T>? PreviousReceiver { get; set; }

    /// <summary>Receives the next message; waits while there is none.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message. It must be awaited, once.</returns>
    /// <exception cref="LaggedException">Messages were missed; the next call goes on.</exception>
    /// <exception cref="ChannelClosedException">The broadcast is closed and everything was received, or this receiver was disposed of meanwhile; the error it was closed with is the inner exception.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This receiver was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: no message was taken. One that came just before is given, and the call succeeds.</remarks>
    public ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return MessageSource.ReceiveAsync(this, cancellationToken);
    }

    /// <inheritdoc cref="ReceiveAsync"/>
    public override ValueTask<T> ReadAsync(CancellationToken cancellationToken = default) => ReceiveAsync(cancellationToken);

    /// <summary>Receives the next message if there is one now.</summary>
    /// <param name="item">The message.</param>
    /// <returns>Whether there was one, and if not, whether one may still come.</returns>
    /// <exception cref="LaggedException">Messages were missed; the next call goes on.</exception>
    public TryReceiveResult TryReceive([MaybeNull] out T item)
    {
        Check();
        return MessageSource.TryReceive(this, out item);
    }

    /// <inheritdoc cref="TryReceive"/>
    /// <returns>Whether there was one.</returns>
    public override bool TryRead([MaybeNullWhen(false)] out T item) => TryReceive(out item) == TryReceiveResult.Received;

    /// <summary>Waits until there is a message, or a gap to be told of.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False if the broadcast is closed and everything was received.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This receiver was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: nothing has changed.</remarks>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return MessageSource.WaitToReadAsync(this, cancellationToken);
    }

    /// <summary>The messages that come, until the broadcast is closed and everything was received.</summary>
    /// <param name="cancellationToken">Ends the wait for the next one.</param>
    /// <returns>A sequence. It ends with a <see cref="LaggedException"/> if messages were missed; another enumeration goes on.</returns>
    /// <exception cref="ObjectDisposedException">This receiver was disposed of.</exception>
    /// <remarks>A broadcast that was closed with an error throws that error at the end.</remarks>
    public override IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return new ReceiverSequence<T>(this, cancellationToken);
    }

    /// <summary>The messages that come, until the broadcast is closed and everything was received.</summary>
    /// <param name="cancellationToken">Ends the wait for the next one.</param>
    /// <returns>An enumerator. It ends with a <see cref="LaggedException"/> if messages were missed; a new one goes on.</returns>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Check();
        return new MessageSourceEnumerator<T>(this, cancellationToken);
    }

    /// <summary>Makes another receiver, which goes on where this one is.</summary>
    /// <returns>A receiver of its own, to be disposed of.</returns>
    /// <exception cref="ObjectDisposedException">This one was disposed of.</exception>
    public BroadcastReceiver<T> Clone()
    {
        Check();
        return new BroadcastReceiver<T>(_core, this);
    }

    /// <summary>Receives no more. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _core.Remove(this);
        }
    }

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        var released = default(ReleasedWaiters);
        _core.Gate.Enter();
        if (_waiters.TryRemove(waiter))
        {
            released.AddCancelled(waiter, cancellationToken);
        }

        _core.Gate.Exit();
        released.Wake();
    }

    IAsyncEnumerator<T> IEnumerationSource<T>.Enumerate(CancellationToken cancellationToken) => new MessageSourceEnumerator<T>(this, cancellationToken);

    void IMessageSource<T>.Enqueue(QueuedWaiter waiter) => _waiters.Enqueue(waiter);

    Exception IClosable.ReceiveFailure()
        => new ChannelClosedException(
            _isDisposed != 0 ? "There is nothing to receive: this receiver of the broadcast was disposed of." : "There is nothing to receive: the broadcast is closed, and everything was received.",
            _core.Error);

    TryReceiveResult IMessageSource<T>.Look() => Look();

    TryReceiveResult IMessageSource<T>.Take(out T? item, out long missed, out ChannelCompletion? ended)
    {
        item = default;
        ended = null;
        missed = Math.Max(_core.Oldest - Position, 0);
        if (missed > 0)
        {
            Position = _core.Oldest;
            return TryReceiveResult.Received;
        }

        TryReceiveResult result = Look();
        if (result == TryReceiveResult.Received)
        {
            item = _core[Position++];
            ended = EndIfDrained();
        }

        return result;
    }

    T IMessageSource<T>.Renew(T item) => item;

    /// <summary>Under the gate: a message was sent. Whoever waits has received everything before it.</summary>
    internal void Tell(T item, ref ReleasedWaiters released)
    {
        if (_waiters.TryHandOver(item, ref released))
        {
            Position = _core.Next;
        }
    }

    /// <summary>Under the gate: nothing more is sent, or received.</summary>
    internal void EndWaits(ref ReleasedWaiters released) => _waiters.End(_core.Error is not null, ref released);

    /// <summary>Under the gate: notices that nothing more is to be received.</summary>
    internal ChannelCompletion? EndIfDrained() => _core.IsClosed && Position >= _core.Next ? End() : null;

    /// <summary>Under the gate: it is over.</summary>
    internal ChannelCompletion? End()
    {
        if (_isEnded)
        {
            return null;
        }

        _isEnded = true;
        return _completion;
    }

    private TryReceiveResult Look()
        => Position < _core.Next ? TryReceiveResult.Received
            : _core.IsClosed || Position == long.MaxValue ? TryReceiveResult.Closed // disposed of meanwhile: nobody would wake who waits
            : TryReceiveResult.Empty;

    private void Check() => ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
}
