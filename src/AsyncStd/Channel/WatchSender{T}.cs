namespace AsyncStd.Channel;

using System.Threading.Channels;

/// <summary>A handle of the sending side of a watch: a value that changes, of which receivers see the latest. It closes when the last handle is disposed of.</summary>
/// <remarks>Setting never waits. A receiver that is slow sees fewer values, but always the last one.</remarks>
/// <typeparam name="T">The type of the value.</typeparam>
/// <example><code>
/// using System.Threading.Channels;
///
/// var (level, receiver) = Channel.Watch("info");
/// level.Send("debug");
/// Console.WriteLine(receiver.Value); // debug
/// level.Dispose();
/// await foreach (string each in receiver)
/// {
///     Console.WriteLine(each); // debug, once: nothing came after it
/// }
/// </code></example>
public sealed class WatchSender<T> : ChannelWriter<T>, IDisposable
{
    private readonly WatchCore<T> _core;
    private int _isDisposed;

    internal WatchSender(WatchCore<T> core) => _core = core;

    /// <summary>The present value.</summary>
    public T Value => _core.Read().Value;

    /// <summary>Whether it cannot be set any more.</summary>
    public bool IsClosed => _core.IsClosed;

    /// <summary>How many handles of the sending side are not disposed of.</summary>
    public int SenderCount => _core.SenderCount;

    /// <summary>How many receivers there are.</summary>
    public int ReceiverCount => _core.ReceiverCount;

    /// <summary>Sets the value, and tells the receivers. An equal value counts, too.</summary>
    /// <param name="value">The new value.</param>
    /// <exception cref="SendException{T}">The watch is closed; the exception gives the value back.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public void Send(T value)
    {
        Check();
        if (!_core.TrySet(value, 0, out _))
        {
            throw Failure(value);
        }
    }

    /// <summary>Sets the value to one that is made of the present one; no change of somebody else is lost.</summary>
    /// <param name="change">Makes the new value. Called again if somebody else has set the value meanwhile. Must not change the value in place.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="SendException{T}">The watch is closed; the exception gives the value back.</exception>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public T Update(Func<T, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Check();
        while (true)
        {
            (T present, long version) = _core.Read();
            T value = change(present);
            if (_core.TrySet(value, version, out bool isClosed))
            {
                return value;
            }

            if (isClosed)
            {
                throw Failure(value);
            }
        }
    }

    /// <summary>Sets the value, and tells the receivers.</summary>
    /// <param name="item">The new value.</param>
    /// <returns>False if the watch is closed.</returns>
    public override bool TryWrite(T item)
    {
        Check();
        return _core.TrySet(item, 0, out _);
    }

    /// <summary>Whether the value may be set; known at once.</summary>
    /// <param name="cancellationToken">Not needed: nothing is waited for.</param>
    /// <returns>False if the watch is closed.</returns>
    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken)
            : !_core.IsClosed ? new ValueTask<bool>(true)
            : _core.Error is { } error ? ValueTask.FromException<bool>(error)
            : default;

    /// <summary>Closes the watch for everyone. The last value stays.</summary>
    /// <param name="error">Why, if it was not the regular end.</param>
    /// <returns>False if it was closed already.</returns>
    public override bool TryComplete(Exception? error = null) => _core.TryClose(error);

    /// <summary>Makes another receiver, which has not seen the present value.</summary>
    /// <returns>The receiver, to be disposed of.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public WatchReceiver<T> Subscribe()
    {
        Check();
        return new WatchReceiver<T>(_core, 0);
    }

    /// <summary>Makes another handle of the sending side.</summary>
    /// <returns>A handle to be disposed of as this one.</returns>
    /// <exception cref="ObjectDisposedException">This handle was disposed of.</exception>
    public WatchSender<T> Clone()
    {
        Check();
        return _core.TryAddSender() ? new WatchSender<T>(_core) : throw Disposed();
    }

    /// <summary>Gives the handle back. With the last one the watch is closed. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _core.RemoveSender();
        }
    }

    private SendException<T> Failure(T value) => new(value, "The value was not set: the watch is closed.", _core.Error);

    private void Check()
    {
        if (_isDisposed != 0)
        {
            throw Disposed();
        }
    }

    private static ObjectDisposedException Disposed() => new(nameof(WatchSender<>), "This sender was disposed of.");
}
