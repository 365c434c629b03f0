namespace AsyncStd.Channel;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AsyncStd.Runtimes;
using AsyncStd.Sync.Waiting;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>A receiver of a watch: sees the latest value, and can wait for the next one.</summary>
/// <remarks>
/// <para>As a <see cref="ChannelReader{T}"/> and <see cref="IAsyncEnumerable{T}"/> it gives each value that it has not seen, beginning with the present one, and leaves out what was
/// replaced before it looked. It ends when the watch is closed and the last value was seen.</para>
/// </remarks>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class WatchReceiver<T> : ChannelReader<T>, IAsyncEnumerable<T>, IDisposable, IMessageSource<T>
{
    private readonly WatchCore<T> _core;
    private MessageWaiters<T> _waiters;
    private ChannelCompletion? _completion;

    /// <summary>Whether the completion has ended, or is about to.</summary>
    private bool _isEnded;
    private int _isDisposed;

    internal WatchReceiver(WatchCore<T> core, long seen)
    {
        _core = core;
        Seen = seen == long.MaxValue ? core.Read().Version : seen; // that of a receiver that is disposed of meanwhile
        core.AddReceiver();
    }

    /// <summary>The present value; looking at it does not count as having seen it.</summary>
    public T Value => _core.Read().Value;

    /// <summary>Whether there is a value that this receiver has not seen.</summary>
    public bool HasChanged
    {
        get
        {
            _core.Gate.Enter();
            bool hasChanged = Seen < _core.Version;
            _core.Gate.Exit();
            return hasChanged;
        }
    }

    /// <summary>Whether the value will not be set any more.</summary>
    public bool IsClosed => _core.IsClosed;

    /// <summary>1 if there is a value that this receiver has not seen, else 0.</summary>
    public override int Count => HasChanged ? 1 : 0;

    /// <inheritdoc/>
    public override bool CanCount => true;

    /// <inheritdoc/>
    public override bool CanPeek => true;

    /// <summary>Ends when the watch is closed and this receiver has seen the last value, or was disposed of.</summary>
    public override Task Completion
    {
        get
        {
            var made = new ChannelCompletion();
            _core.Gate.Enter();
            ChannelCompletion completion = _completion ??= made;
            ChannelCompletion? ended = null;
            if (completion == made && (ended = EndIfDrained()) is null)
            {
                EnsureListed();
            }

            _core.Gate.Exit();
            ended?.End(_core.Error);
            return completion.Task;
        }
    }

    string IWaiterHost.WaitName => "watch";

    Exception? IClosable.Error => _core.Error;

    ref SpinGate IMessageSource<T>.Gate => ref _core.Gate;

    /// <summary>Under the gate: the version that was seen last; the largest number once it is disposed of.</summary>
    internal long Seen { get; private set; }

    /// <summary>Whether it is in the list of the watch, and its neighbours there.</summary>
    internal bool IsListed { get; set; }

    internal WatchReceiver<T>? NextListed { get; set; }

    internal WatchReceiver<T>? PreviousListed { get; set; }

    /// <summary>Waits until there is a value that this receiver has not seen, and takes it as seen.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The value. It must be awaited, once.</returns>
    /// <exception cref="ChannelClosedException">The watch is closed and the last value was seen, or this receiver was disposed of meanwhile; the error it was closed with is the inner exception.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This receiver was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: no value was taken as seen. One that came just before is given, and the call succeeds.</remarks>
    public ValueTask<T> ChangedAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return MessageSource.ReceiveAsync(this, cancellationToken);
    }

    /// <inheritdoc cref="ChangedAsync"/>
    public override ValueTask<T> ReadAsync(CancellationToken cancellationToken = default) => ChangedAsync(cancellationToken);

    /// <summary>Waits until the value is as one wants it; looks at the present one first.</summary>
    /// <param name="predicate">Tells whether it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The value. It must be awaited, once.</returns>
    /// <exception cref="ChannelClosedException">The watch is closed, and the last value is not so; the error it was closed with is the inner exception.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This receiver was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: the values that were looked at count as seen. With a token that is cancelled already none is looked at.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> WaitForAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        cancellationToken.ThrowIfCancellationRequested();
        if (!Slice.TryConsume())
        {
            await default(YieldNowAwaitable); // a loop over values that are always so gives way, too
        }

        T value = See();
        while (!predicate(value))
        {
            value = await ChangedAsync(cancellationToken).ConfigureAwait(true);
        }

        return value;
    }

    /// <summary>Takes the present value if this receiver has not seen it.</summary>
    /// <param name="item">The value.</param>
    /// <returns>Whether there was one.</returns>
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        Check();
        return MessageSource.TryReceive(this, out item) == TryReceiveResult.Received;
    }

    /// <summary>The present value, if this receiver has not seen it; it still has not.</summary>
    /// <param name="item">The value.</param>
    /// <returns>Whether there was one.</returns>
    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        Check();
        _core.Gate.Enter();
        bool isNew = Seen < _core.Version;
        item = isNew ? _core.Value : default;
        _core.Gate.Exit();
        return isNew;
    }

    /// <summary>Waits until there is a value that this receiver has not seen.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False if the watch is closed and the last value was seen.</returns>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This receiver was disposed of.</exception>
    /// <remarks><em>Cancellation</em>: nothing has changed.</remarks>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return MessageSource.WaitToReadAsync(this, cancellationToken);
    }

    /// <summary>The values that this receiver has not seen, beginning with the present one, until the watch is closed and the last value was seen.</summary>
    /// <param name="cancellationToken">Ends the wait for the next one.</param>
    /// <returns>A sequence.</returns>
    /// <exception cref="ObjectDisposedException">This receiver was disposed of.</exception>
    /// <remarks>A watch that was closed with an error throws that error at the end.</remarks>
    public override IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        Check();
        return new ReceiverSequence<T>(this, cancellationToken);
    }

    /// <summary>The values that this receiver has not seen, beginning with the present one.</summary>
    /// <param name="cancellationToken">Ends the wait for the next one.</param>
    /// <returns>An enumerator, which ends when the watch is closed and the last value was seen.</returns>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Check();
        return new MessageSourceEnumerator<T>(this, cancellationToken);
    }

    /// <summary>Makes another receiver, which has seen what this one has.</summary>
    /// <returns>A receiver of its own, to be disposed of.</returns>
    /// <exception cref="ObjectDisposedException">This one was disposed of.</exception>
    public WatchReceiver<T> Clone()
    {
        Check();
        return new WatchReceiver<T>(_core, Seen);
    }

    /// <summary>Looks no more. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Leave();
        }
    }

    IAsyncEnumerator<T> IEnumerationSource<T>.Enumerate(CancellationToken cancellationToken) => new MessageSourceEnumerator<T>(this, cancellationToken);

    void IWaiterHost.CancelWait(QueuedWaiter waiter, CancellationToken cancellationToken)
    {
        var released = default(ReleasedWaiters);
        _core.Gate.Enter();
        if (_waiters.TryRemove(waiter))
        {
            released.AddCancelled(waiter, cancellationToken);
            UnlistIfIdle();
        }

        _core.Gate.Exit();
        released.Wake();
    }

    void IMessageSource<T>.Enqueue(QueuedWaiter waiter)
    {
        _waiters.Enqueue(waiter);
        EnsureListed();
    }

    Exception IClosable.ReceiveFailure()
        => new ChannelClosedException(
            _isDisposed != 0 ? "There is nothing to wait for: this receiver of the watch was disposed of." : "There is nothing to wait for: the watch is closed, and its last value was seen.",
            _core.Error);

    TryReceiveResult IMessageSource<T>.Look() => Look();

    TryReceiveResult IMessageSource<T>.Take(out T? item, out long missed, out ChannelCompletion? ended)
    {
        item = default;
        missed = 0;
        ended = null;
        TryReceiveResult result = Look();
        if (result == TryReceiveResult.Received)
        {
            item = _core.Value;
            Seen = _core.Version;
            ended = EndIfDrained();
        }

        return result;
    }

    /// <summary>A value that was replaced before the awaiting code looks is left out, unless somebody else at this receiver has the new one.</summary>
    T IMessageSource<T>.Renew(T item)
    {
        _core.Gate.Enter();
        ChannelCompletion? ended = null;
        if (Look() == TryReceiveResult.Received)
        {
            item = _core.Value;
            Seen = _core.Version;
            ended = EndIfDrained();
        }

        _core.Gate.Exit();
        ended?.End(_core.Error);
        return item;
    }

    /// <summary>Under the gate: the value was set. Whoever waits has seen the one before.</summary>
    internal void Tell(T value, ref ReleasedWaiters released)
    {
        if (_waiters.TryHandOver(value, ref released))
        {
            Seen = _core.Version;
        }

        UnlistIfIdle();
    }

    /// <summary>Under the gate: the value is not set any more, or not looked at.</summary>
    /// <returns>What is to be ended without the gate.</returns>
    internal ChannelCompletion? EndWaits(ref ReleasedWaiters released)
    {
        _waiters.End(_core.Error is not null, ref released);
        ChannelCompletion? ended = EndIfDrained();
        UnlistIfIdle();
        return ended;
    }

    private void Leave()
    {
        var released = default(ReleasedWaiters);
        _core.Gate.Enter();
        _core.RemoveReceiver();
        Seen = long.MaxValue;
        ChannelCompletion? ended = EndWaits(ref released);
        _core.Gate.Exit();
        released.Wake();
        ended?.End(_core.Error);
    }

    private void EnsureListed()
    {
        if (!IsListed)
        {
            _core.List(this);
        }
    }

    private void UnlistIfIdle()
    {
        if (IsListed && _waiters.IsEmpty && (_completion is null || _isEnded))
        {
            _core.Unlist(this);
        }
    }

    /// <summary>Under the gate: notices that no other value is to be seen.</summary>
    private ChannelCompletion? EndIfDrained()
    {
        if (_completion is null || _isEnded || Look() != TryReceiveResult.Closed)
        {
            return null;
        }

        _isEnded = true;
        UnlistIfIdle();
        return _completion;
    }

    private TryReceiveResult Look()
        => Seen < _core.Version ? TryReceiveResult.Received
            : _core.IsClosed || Seen == long.MaxValue ? TryReceiveResult.Closed // disposed of meanwhile: nobody would wake who waits
            : TryReceiveResult.Empty;

    /// <summary>The present value, which counts as seen.</summary>
    private T See()
    {
        Check();
        _core.Gate.Enter();
        Seen = Math.Max(Seen, _core.Version);
        T value = _core.Value;
        ChannelCompletion? ended = EndIfDrained();
        _core.Gate.Exit();
        ended?.End(_core.Error);
        return value;
    }

    private void Check() => ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
}
