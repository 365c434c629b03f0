namespace AsyncStd.Io;

using System.Buffers;
using System.Runtime.CompilerServices;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>A stream that collects small writes and passes them on in large ones.</summary>
/// <remarks>
/// <para>Disposing it asynchronously flushes, and a flush that fails throws. Disposing it synchronously flushes by blocking, and must not be done within a task.
/// What did not get through stays in the buffer, and the next flush tries again.</para>
/// <para>For one user at a time. <em>Cancellation</em>: bytes that were accepted before stay in the buffer; of the bytes of a cancelled write a part may be in it.</para>
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
    private bool _isClosed;
    private bool _isBusy;

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
    public override bool CanWrite => !_isClosed;

    /// <inheritdoc/>
    public override bool CanSeek => !_isClosed && _inner.CanSeek;

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
        if (!_isBusy && !_isClosed && buffer.Length <= _buffer.Length - _count && !cancellationToken.IsCancellationRequested)
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
        if (!_isClosed)
        {
            try
            {
                await FlushAsync(CancellationToken.None);
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
            _isBusy = false;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            try
            {
                Flush();
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
            _isBusy = false;
        }
    }

    private async ValueTask EmptyAsync(CancellationToken cancellationToken)
    {
        if (_count > 0)
        {
            // Kept if the write fails: what a stream did with a write that failed is not known, and losing it in silence would be worse than saying it twice.
            await _inner.WriteAsync(_buffer.AsMemory(0, _count), cancellationToken);
            _count = 0;
        }
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_isBusy)
        {
            throw new InvalidOperationException("Another write of this writer is under way; a writer has one user at a time.");
        }

        _isBusy = true;
    }

    private void EndUse()
    {
        _isClosed = true;
        _count = 0;
        if (_buffer.Length > 0 && !_isBusy)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
