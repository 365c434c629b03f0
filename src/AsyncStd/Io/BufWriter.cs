namespace AsyncStd.Io;

using System.Buffers;
using System.Runtime.CompilerServices;
using AsyncStd.Net;
using AsyncStd.Task;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>A stream that collects small writes and passes them on in large ones.</summary>
/// <remarks>
/// <para>Disposing it asynchronously flushes, and a flush that fails throws. Disposing it synchronously flushes by blocking, and must not be done within a task.
/// What did not get through stays in the buffer, and the next flush goes on there.</para>
/// <para>That needs a stream that tells how much of a write got through: those of <see cref="Io.Duplex"/> and <see cref="Io.Simplex"/>, connections as a whole, pipes of children, files
/// and the standard output and error do. Of
/// another one nobody knows after a write of the buffer that failed or was cancelled, and its bytes must not be written twice: all is still in <see cref="Buffered"/>, later writes and
/// flushes fail with <see cref="IOException"/>, and disposing the writer only closes the stream.</para>
/// <para>For one user at a time. <em>Cancellation</em>: bytes that were accepted before stay in the buffer, as far as they did not get through; of the bytes of a cancelled write a
/// part may be in it. A token that was cancelled beforehand has no effect on the stream.</para>
/// </remarks>
/// <example><code>
/// using AsyncStd.Io;
///
/// var file = new Cursor();
/// await using (var writer = new BufWriter(file, leaveOpen: true))
/// {
///     for (int i = 0; i &lt; 1_000; i++)
///     {
///         await writer.WriteFmtAsync($"{i}\n");
///     }
/// }
///
/// Console.WriteLine(file.Length);
/// </code></example>
public class BufWriter : AsyncStream
{
    /// <summary>The size of the buffer, in bytes, if none is asked for.</summary>
    public const int DefaultBufferSize = 16 * 1024;

    private readonly Stream _inner;
    private readonly int _bufferSize;
    private readonly bool _leaveOpen;
    private byte[] _buffer = [];
    private int _count;
    private State _state;

    /// <summary>Makes a writer.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="bufferSize">How much is collected, in bytes; above 0.</param>
    /// <param name="leaveOpen">Whether disposing the writer leaves the stream open.</param>
    /// <exception cref="ArgumentException">The stream cannot be written to.</exception>
    public BufWriter(Stream stream, int bufferSize = DefaultBufferSize, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream cannot be written to.", nameof(stream));
        }

        _inner = stream;
        _bufferSize = bufferSize;
        _leaveOpen = leaveOpen;
    }

    /// <inheritdoc/>
    public override bool CanWrite => !IsClosed;

    /// <inheritdoc/>
    public override bool CanSeek => !IsClosed && _inner.CanSeek;

    /// <inheritdoc/>
    public override long Length => Math.Max(_inner.Length, CanSeek ? Position : 0);

    /// <inheritdoc/>
    public override long Position
    {
        get => _inner.Position + _count;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>The stream below: after a flush it has everything.</summary>
    public Stream BaseStream => _inner;

    /// <summary>What still waits to be passed on; good until the next call.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(0, _count);

    private bool IsClosed => (_state & State.Closed) != 0;

    private bool IsBroken => (_state & State.Broken) != 0;

    /// <summary>Moves to another position, where nothing waits in the buffer.</summary>
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Something waits in the buffer: flush first.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        if (_count > 0)
        {
            throw new InvalidOperationException($"{_count} bytes wait to be written where the stream stands; await FlushAsync before seeking.");
        }

        return _inner.Seek(offset, origin);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_state == State.Free && buffer.Length <= _buffer.Length - _count && !cancellationToken.IsCancellationRequested)
        {
            buffer.Span.CopyTo(_buffer.AsSpan(_count));
            _count += buffer.Length;
            return default;
        }

        return WriteSlowAsync(buffer, cancellationToken);
    }

    /// <summary>Passes on what waits, and flushes the stream below.</summary>
    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await PassOnAsync(cancellationToken);
        await _inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!IsClosed)
        {
            try
            {
                if (!IsBroken)
                {
                    await FlushAsync(CancellationToken.None);
                }
            }
            finally
            {
                EndUse();
                if (!_leaveOpen)
                {
                    await _inner.DisposeAsync();
                }
            }
        }

        GC.SuppressFinalize(this);
        await base.DisposeAsync();
    }

    /// <summary>Passes on what waits in the buffer.</summary>
    private protected async ValueTask PassOnAsync(CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            await EmptyAsync(cancellationToken);
        }
        finally
        {
            _state &= ~State.Busy;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !IsClosed)
        {
            try
            {
                if (!IsBroken)
                {
                    Flush();
                }
            }
            finally
            {
                EndUse();
                if (!_leaveOpen)
                {
                    _inner.Dispose();
                }
            }
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteSlowAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter();
        try
        {
            if (!Turn.TryTake())
            {
                await Turn.Give();
            }

            if (_buffer.Length == 0)
            {
                _buffer = ArrayPool<byte>.Shared.Rent(_bufferSize);
            }

            if (buffer.Length > _buffer.Length - _count)
            {
                await EmptyAsync(cancellationToken);
            }

            if (buffer.Length >= _buffer.Length)
            {
                await _inner.WriteAsync(buffer, cancellationToken);
                return;
            }

            buffer.CopyTo(_buffer.AsMemory(_count));
            _count += buffer.Length;
        }
        finally
        {
            _state &= ~State.Busy;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EmptyAsync(CancellationToken cancellationToken)
    {
        int through = 0;
        try
        {
            while (through < _count)
            {
                through += await PassOnSomeAsync(_buffer.AsMemory(through, _count - through), cancellationToken);
            }
        }
        finally
        {
            // However it ended: what got through must not be said twice. Whoever disposed of the writer meanwhile has emptied it.
            if (through > 0 && !IsClosed)
            {
                _count -= through;
                _buffer.AsSpan(through, _count).CopyTo(_buffer);
            }
        }
    }

    /// <returns>How many bytes got through.</returns>
    private ValueTask<int> PassOnSomeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => _inner switch
    {
        ICountedWrites { CountsWrites: true } counted => counted.WriteCountedAsync(buffer, cancellationToken),
        SocketStream connection => connection.WriteSomeAsync(buffer, cancellationToken),
        _ => PassOnAllAsync(buffer, cancellationToken),
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> PassOnAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JoinHandle.ThrowIfCurrentIsCancelled(); // here as well: what does not begin leaves everything as it is
        try
        {
            await _inner.WriteAsync(buffer, cancellationToken);
            return buffer.Length;
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            // Nobody knows how much of it got through. (A stream that may not be written to at this time, or any more, says so before it begins.)
            _state |= State.Broken;
            throw;
        }
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if ((_state & State.Busy) != 0)
        {
            throw new InvalidOperationException("Another write of this writer is under way; a writer has one user at a time.");
        }

        if (IsBroken)
        {
            throw new IOException($"A write of {_count} buffered bytes was broken off before, and nobody knows how many of them got through; nothing can be written after it.");
        }

        _state |= State.Busy;
    }

    private void EndUse()
    {
        bool isShared = (_state & (State.Busy | State.Broken)) != 0; // a stream below may still have the buffer
        _state |= State.Closed;
        _count = 0;
        if (_buffer.Length > 0 && !isShared)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    [Flags]
    private enum State : byte
    {
        Free = 0,
        Busy = 1,
        Closed = 2,
        Broken = 4,
    }
}
