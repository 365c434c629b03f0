namespace AsyncStd.Channel;

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>A handle of the receiving side of a channel. When the last one is disposed of the channel closes, and what is queued is dropped.</summary>
/// <remarks>
/// <para>Each message goes to one receiver. Any number of threads and tasks may receive through one handle; <see cref="Clone"/> makes another one. Only
/// <see cref="Dispose"/> counts, never the garbage collector.</para>
/// <para>It is an <see cref="IAsyncEnumerable{T}"/>, which ends when the channel is closed and everything received; and a <see cref="ChannelReader{T}"/>: whatever
/// takes that takes a receiver. <see cref="ReceiveAsync(CancellationToken)"/> is <see cref="ReadAsync"/>, <see cref="TryReceive"/> is <see cref="TryRead"/> with a reason.</para>
/// <para>Those who wait in a receive are served in the order in which they came, each by the sender that brings its message.</para>
/// </remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <example><code>
/// using System.Threading.Channels;
///
/// var (sender, receiver) = Channel.Unbounded&lt;string&gt;();
/// await sender.SendAsync("a message");
/// sender.Dispose();
///
/// Console.WriteLine(await receiver.ReceiveAsync());
/// Console.WriteLine(receiver.TryReceive(out _)); // Closed
/// </code></example>
[DebuggerDisplay("{_core,nq}")]
public sealed class Receiver<T> : ChannelReader<T>, IAsyncEnumerable<T>, IDisposable
{
    private readonly ChannelCore<T> _core;
    private int _isDisposed;

    internal Receiver(ChannelCore<T> core) => _core = core;

    /// <summary>How many messages wait to be received: a snapshot, outdated at any time.</summary>
    public override int Count => _core.Count;

    /// <inheritdoc/>
    public override bool CanCount => true;

    /// <summary>Whether messages can be looked at: not on a channel without room, where none ever waits.</summary>
    public override bool CanPeek => _core.Capacity != 0;

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

    /// <summary>Ends when the channel is closed and everything was received, or no receiver is left; with the error that it was closed with, if there was one.</summary>
    public override Task Completion => _core.Completion;

    internal ChannelCore<T> Core
    {
        get
        {
            Check();
            return _core;
        }
    }

    /// <summary>Receives the next message; waits while there is none.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message. The task must be awaited, once: the message is in it.</returns>
    /// <exception cref="ChannelClosedException">The channel is closed and everything was received; the error it was closed with is the inner exception.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: no message was taken. One that came just before is given, and the call succeeds.</remarks>
    public ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return _core.ReceiveAsync(cancellationToken);
    }

    /// <summary>Receives the next message; waits while there is none, but not longer than a limit.</summary>
    /// <param name="limit">How long it may take; zero only tries. <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message. The task must be awaited, once: the message is in it.</returns>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    /// <exception cref="ChannelClosedException">The channel is closed and everything was received; the error it was closed with is the inner exception.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below zero and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: no message was taken. One that came just in time is given, and the call succeeds.</remarks>
    public ValueTask<T> ReceiveAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        Branch.CheckLimit(limit);
        Check();
        return !cancellationToken.IsCancellationRequested && _core.TryReceiveAtOnce(out ValueTask<T> received) ? received
            : Branch.Run(Branches.Of(() => _core.ReceiveAsync(CancellationToken.None), "receive"), new BranchSettings(limit, false, cancellationToken, null, 0));
    }

    /// <summary>Receives several messages at once: what there is, up to the size of a buffer. Waits only if there is none.</summary>
    /// <param name="buffer">Where to put them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many: at least one, unless the channel is closed and everything was received, or the buffer is empty. It must be awaited, once.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    /// <remarks>
    /// <para>A channel that was closed with an error throws that error once everything was received.</para>
    /// <para><em>Cancellation</em>: no message was taken.</para>
    /// </remarks>
    public ValueTask<int> ReceiveManyAsync(Memory<T> buffer, CancellationToken cancellationToken = default)
    {
        Check();
        return _core.ReceiveManyAsync(buffer, cancellationToken);
    }

    /// <summary>Receives the next message if there is one now.</summary>
    /// <param name="item">The message.</param>
    /// <returns>Whether there was one, and if not, whether one may still come.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public TryReceiveResult TryReceive([MaybeNull] out T item)
    {
        Check();
        return _core.TryReceive(out item);
    }

    /// <summary>Receives what messages there are now, up to the size of a buffer.</summary>
    /// <param name="buffer">Where to put them.</param>
    /// <returns>How many; may be none.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public int TryReceiveMany(Span<T> buffer)
    {
        Check();
        return _core.TryReceiveMany(buffer);
    }

    /// <summary>Receives the next message and blocks the calling thread while there is none: for threads outside any runtime.</summary>
    /// <param name="cancellationToken">Ends the wait: nothing was received.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ChannelClosedException">The channel is closed and everything was received.</exception>
    /// <exception cref="InvalidOperationException">The calling thread runs a task, which must not block. Nothing was received.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public T ReceiveBlocking(CancellationToken cancellationToken = default)
    {
        Check();
        BlockedThread.ThrowIfInside();
        cancellationToken.ThrowIfCancellationRequested();
        return _core.ReceiveBlocking(cancellationToken);
    }

    /// <inheritdoc cref="ReceiveAsync(CancellationToken)"/>
    public override ValueTask<T> ReadAsync(CancellationToken cancellationToken = default) => ReceiveAsync(cancellationToken);

    /// <summary>Receives the next message if there is one now.</summary>
    /// <param name="item">The message.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public override bool TryRead([MaybeNullWhen(false)] out T item) => TryReceive(out item) == TryReceiveResult.Received;

    /// <summary>Looks at the next message, if there is one now, and leaves it in the channel.</summary>
    /// <param name="item">The message.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        Check();
        return _core.TryPeek(out item);
    }

    /// <summary>Waits until there is a message. Somebody else may take it first.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True if there may be a message; false if the channel is closed and everything was received.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    /// <remarks>
    /// <para>A channel that was closed with an error throws that error. On a channel without room there is a message while somebody waits in a send.</para>
    /// <para><em>Cancellation</em>: nothing has changed.</para>
    /// </remarks>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return _core.WaitToReceiveAsync(cancellationToken);
    }

    /// <summary>All messages that come, until the channel is closed and everything was received.</summary>
    /// <param name="cancellationToken">Ends the wait for the next one; see <see cref="ReceiveAsync(CancellationToken)"/>.</param>
    /// <returns>A sequence. Several that are enumerated at once share the messages.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    /// <remarks>A channel that was closed with an error throws that error at the end.</remarks>
    public override IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return new ReceiverSequence<T>(_core, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Check();
        return new ReceiverEnumerator<T>(_core, cancellationToken);
    }

    /// <summary>Closes the channel for everyone: nothing can be sent any more, what is queued can still be received.</summary>
    /// <returns>False if the channel was closed already.</returns>
    public bool TryComplete() => _core.TryClose(null);

    /// <summary>Makes another handle of the receiving side. The two share the messages.</summary>
    /// <returns>A handle to be disposed of as this one.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public Receiver<T> Clone()
    {
        if (Volatile.Read(ref _isDisposed) != 0 || !_core.TryAddReceiver())
        {
            throw Disposed();
        }

        return new Receiver<T>(_core);
    }

    /// <summary>Makes a handle that does not keep the channel open.</summary>
    /// <returns>The handle, from which a receiver can be had while the channel is open.</returns>
    public WeakReceiver<T> Downgrade() => new(_core);

    /// <summary>Gives the handle back. With the last one the channel is closed, and what is queued is dropped. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _core.RemoveReceiver();
        }
    }

    private void Check()
    {
        if (_isDisposed != 0)
        {
            throw Disposed();
        }
    }

    private static ObjectDisposedException Disposed() => new(nameof(Receiver<>), "This receiver was disposed of; others of the channel may be in use.");
}
