namespace AsyncStd.Channel;

using System.Diagnostics;
using System.Threading.Channels;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;

/// <summary>A handle of the sending side of a channel. The channel closes when the last one is disposed of.</summary>
/// <remarks>
/// <para>Any number of threads and tasks may send through one handle. <see cref="Clone"/> makes another one; only <see cref="Dispose"/> counts, the garbage
/// collector never closes a channel.</para>
/// <para>A message that was sent can be received even if the channel is closed by then. Order is kept: what one sender sends comes in that order.</para>
/// <para>It is a <see cref="ChannelWriter{T}"/>: whatever takes that takes a sender. <see cref="SendAsync(T, CancellationToken)"/> is
/// <see cref="ChannelWriter{T}.WriteAsync"/>, <see cref="TrySend"/> is <see cref="TryWrite"/> with a reason.</para>
/// </remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <example><code>
/// using System.Threading.Channels;
///
/// var (sender, receiver) = Channel.Bounded&lt;int&gt;(8);
/// var worker = Task.Spawn(async () =>
/// {
///     using (sender) // the last sender: receivers see the end
///     {
///         for (int i = 0; i &lt; 3; i++)
///         {
///             await sender.SendAsync(i);
///         }
///     }
/// });
/// await foreach (int number in receiver)
/// {
///     Console.WriteLine(number);
/// }
/// </code></example>
[DebuggerDisplay("{_core,nq}")]
public sealed class Sender<T> : ChannelWriter<T>, IDisposable
{
    private readonly ChannelCore<T> _core;
    private int _isDisposed;

    internal Sender(ChannelCore<T> core) => _core = core;

    /// <summary>How many messages wait to be received: a snapshot, outdated at any time.</summary>
    public int Count => _core.Count;

    /// <summary>How many messages may wait to be received; null for no limit.</summary>
    public int? Capacity => _core.Capacity;

    /// <summary>Whether no message waits to be received: a snapshot.</summary>
    public bool IsEmpty => _core.Count == 0;

    /// <summary>Whether as many messages wait as may: a snapshot. Never for a channel without a limit, always for one without room.</summary>
    public bool IsFull => _core.IsFull;

    /// <summary>Whether the channel is closed: nothing can be sent any more, however much is still to be received.</summary>
    public bool IsClosed => _core.IsClosed;

    /// <summary>How many handles of the sending side are not disposed of.</summary>
    public int SenderCount => _core.SenderCount;

    /// <summary>How many handles of the receiving side are not disposed of.</summary>
    public int ReceiverCount => _core.ReceiverCount;

    internal ChannelCore<T> Core
    {
        get
        {
            Check();
            return _core;
        }
    }

    /// <summary>Sends a message; waits while the channel is full.</summary>
    /// <param name="item">The message; null is one, too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the message is in the channel, or on a channel without room, when somebody has it. It must be awaited, once.</returns>
    /// <exception cref="SendException{T}">The channel is closed; the exception gives the message back.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: the message was not sent. Those who wait are served in the order in which they came.</remarks>
    public ValueTask SendAsync(T item, CancellationToken cancellationToken = default)
    {
        Check();
        return _core.SendAsync(item, cancellationToken);
    }

    /// <summary>Sends a message; waits while the channel is full, but not longer than a limit.</summary>
    /// <param name="item">The message.</param>
    /// <param name="limit">How long it may take; zero only tries. <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the message is in the channel. It must be awaited, once.</returns>
    /// <exception cref="TimeoutException">There was no room in time. The message was not sent.</exception>
    /// <exception cref="SendException{T}">The channel is closed; the exception gives the message back.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below zero and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: the message was not sent. If it was sent just in time, the call succeeds.</remarks>
    public ValueTask SendAsync(T item, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        Branch.CheckLimit(limit);
        Check();
        return !cancellationToken.IsCancellationRequested && _core.TrySendAtOnce(item, out ValueTask sent) ? sent
            : Branch.Run(Branches.Of(() => _core.SendAsync(item, CancellationToken.None), "send"), new BranchSettings(limit, false, cancellationToken, null, 0));
    }

    /// <summary>Sends a message if there is room for it now.</summary>
    /// <param name="item">The message.</param>
    /// <returns>Whether it was sent, and if not, why.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public TrySendResult TrySend(T item)
    {
        Check();
        return _core.TrySend(item);
    }

    /// <summary>Sends a message and blocks the calling thread while the channel is full: for threads outside any runtime.</summary>
    /// <param name="item">The message.</param>
    /// <param name="cancellationToken">Ends the wait: nothing was sent.</param>
    /// <exception cref="SendException{T}">The channel is closed; the exception gives the message back.</exception>
    /// <exception cref="InvalidOperationException">The calling thread runs a task, which must not block. Nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public void SendBlocking(T item, CancellationToken cancellationToken = default)
    {
        Check();
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        _core.SendBlocking(item, cancellationToken);
    }

    /// <inheritdoc cref="SendAsync(T, CancellationToken)"/>
    public override ValueTask WriteAsync(T item, CancellationToken cancellationToken = default) => SendAsync(item, cancellationToken);

    /// <summary>Sends a message if there is room for it now.</summary>
    /// <param name="item">The message.</param>
    /// <returns>Whether it was sent.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public override bool TryWrite(T item) => TrySend(item) == TrySendResult.Sent;

    /// <summary>Waits until there is room. Somebody else may take it first.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True if there may be room; false if the channel is closed.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    /// <remarks>
    /// <para>A channel that was closed with an error throws that error. On a channel without room there is some while somebody waits in a receive.</para>
    /// <para><em>Cancellation</em>: nothing has changed.</para>
    /// </remarks>
    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return _core.WaitToSendAsync(cancellationToken);
    }

    /// <summary>Closes the channel for everyone: nothing can be sent any more, what is queued can still be received.</summary>
    /// <param name="error">Why, if it was not the regular end: receivers get it once they have received all.</param>
    /// <returns>False if the channel was closed already.</returns>
    /// <remarks>Sends that wait end with a <see cref="SendException{T}"/>.</remarks>
    public override bool TryComplete(Exception? error = null) => _core.TryClose(error);

    /// <summary>Makes another handle of the sending side.</summary>
    /// <returns>A handle to be disposed of as this one.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public Sender<T> Clone()
    {
        if (Volatile.Read(ref _isDisposed) != 0 || !_core.TryAddSender())
        {
            throw Disposed();
        }

        return new Sender<T>(_core);
    }

    /// <summary>Makes a handle that does not keep the channel open.</summary>
    /// <returns>The handle, from which a sender can be had while the channel is open.</returns>
    public WeakSender<T> Downgrade() => new(_core);

    /// <summary>Gives the handle back. With the last one the channel is closed. A second call does nothing.</summary>
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

    private static ObjectDisposedException Disposed() => new(nameof(Sender<>), "This sender was disposed of; others of the channel may be in use.");
}
