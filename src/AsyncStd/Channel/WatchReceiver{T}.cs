namespace AsyncStd.Channel;

using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using AsyncStd.Runtimes;
using AsyncStd.Task;
using Task = System.Threading.Tasks.Task;

/// <summary>A receiver of a watch: sees the latest value, and can wait for the next one.</summary>
/// <remarks>
/// <para>As a <see cref="ChannelReader{T}"/> and <see cref="IAsyncEnumerable{T}"/> it gives each value that it has not seen, beginning with the present one, and leaves out what was
/// replaced before it looked. It ends when the watch is closed and the last value was seen.</para>
/// </remarks>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class WatchReceiver<T> : ChannelReader<T>, IAsyncEnumerable<T>, IDisposable
{
    private readonly WatchCore<T> _core;
    private Task? _completion;
    private int _isDisposed;

    internal WatchReceiver(WatchCore<T> core, long seen)
    {
        _core = core;
        Seen = seen;
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

    /// <summary>Ends when the watch is closed and this receiver has seen the last value.</summary>
    public override Task Completion => _completion ?? Interlocked.CompareExchange(ref _completion, _core.Complete(this), null) ?? _completion;

    /// <summary>Under the gate: the version that was seen last.</summary>
    internal long Seen { get; set; }

    /// <summary>Waits until there is a value that this receiver has not seen, and takes it as seen.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The value. It must be awaited, once.</returns>
    /// <exception cref="ChannelClosedException">The watch is closed and the last value was seen.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no value was taken as seen.</remarks>
    public ValueTask<T> ChangedAsync(CancellationToken cancellationToken = default) => ReadAsync(cancellationToken);

    /// <summary>Waits until the value is as one wants it; looks at the present one first.</summary>
    /// <param name="predicate">Tells whether it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The value. It must be awaited, once.</returns>
    /// <exception cref="ChannelClosedException">The watch is closed, and the last value is not so.</exception>
    /// <exception cref="OperationCanceledException">The token or the scope of the calling code was cancelled.</exception>
    /// <remarks><em>Cancellation</em>: the values that were looked at count as seen.</remarks>
    public async ValueTask<T> WaitForAsync(Func<T, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        T value = Look();
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
        _core.Gate.Enter();
        bool isNew = Seen < _core.Version;
        item = isNew ? _core.Value : default;
        if (isNew)
        {
            Seen = _core.Version;
        }

        _core.Gate.Exit();
        if (isNew)
        {
            _core.EndCompletions();
        }

        return isNew;
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
    /// <remarks><em>Cancellation</em>: nothing has changed.</remarks>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        Check();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        bool mayPass = Slice.TryConsume();
        return !mayPass && JoinHandle.IsCurrentCancelled(out CancellationToken asked)
            ? ValueTask.FromException<bool>(new OperationCanceledException("The task was asked to stop.", asked))
            : _core.WaitAsync(this, mayPass, cancellationToken);
    }

    /// <summary>The values that this receiver has not seen, beginning with the present one.</summary>
    /// <param name="cancellationToken">Ends the wait for the next one.</param>
    /// <returns>An enumerator, which ends when the watch is closed and the last value was seen.</returns>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => ReadAllAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

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
            _core.RemoveReceiver();
        }
    }

    private T Look()
    {
        Check();
        _core.Gate.Enter();
        Seen = _core.Version;
        T value = _core.Value;
        _core.Gate.Exit();
        _core.EndCompletions();
        return value;
    }

    private void Check() => ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
}
