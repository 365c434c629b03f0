namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using Task = System.Threading.Tasks.Task;

/// <summary>A stream over memory. Reading, writing and seeking happen on the spot and never hop to another thread.</summary>
/// <remarks>
/// <para>Without arguments it grows as it is written to; over memory that was given it ends where that memory does.</para>
/// <para>Not to be used by two at a time. <em>Cancellation</em>: a cancelled call has read or written nothing.</para>
/// </remarks>
/// <example><code>
/// using AsyncStd.Io;
///
/// var cursor = new Cursor("one\ntwo\n"u8.ToArray());
/// await foreach (string line in cursor.Lines())
/// {
///     Console.WriteLine(line);
/// }
/// </code></example>
public sealed class Cursor : AsyncStream
{
    private const int FirstCapacity = 256;

    private readonly bool _isFixed;
    private Memory<byte> _memory;
    private int _length;
    private long _position;
    private bool _isClosed;

    /// <summary>Makes an empty one that grows.</summary>
    public Cursor()
    {
    }

    /// <summary>Makes one over memory, at its start.</summary>
    /// <param name="memory">The bytes: read and overwritten in place, never more than these.</param>
    public Cursor(Memory<byte> memory)
    {
        _isFixed = true;
        _memory = memory;
        _length = memory.Length;
    }

    /// <inheritdoc/>
    public override bool CanRead => !_isClosed;

    /// <inheritdoc/>
    public override bool CanWrite => !_isClosed;

    /// <inheritdoc/>
    public override bool CanSeek => !_isClosed;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <summary>The bytes behind it, from the first to the last that was written. Still there after disposal.</summary>
    public Memory<byte> Memory => _memory[.._length];

    /// <summary>Where the next byte is read or written, from the start; may lie beyond the end, then nothing is read, and a write fills the gap with zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero.</exception>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The position would be negative.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        long from = origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            SeekOrigin.End => _length,
            _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "Begin, Current or End."),
        };
        long position = checked(from + offset);
        return position >= 0 ? _position = position : throw new IOException($"Seeking to {position}, before the first byte.");
    }

    /// <inheritdoc/>
    public override void SetLength(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        EnsureCapacity(value);
        if (value > _length)
        {
            _memory.Span[_length..(int)value].Clear();
        }

        _length = (int)value;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        return Turn.TryTake() ? new ValueTask<int>(Read(buffer.Span)) : ReadLaterAsync(buffer);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The bytes do not fit into the memory that was given; none is written.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (!Turn.TryTake())
        {
            return WriteLaterAsync(buffer);
        }

        Write(buffer.Span);
        return default;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_position >= _length)
        {
            return 0;
        }

        int count = (int)Math.Min(buffer.Length, _length - _position);
        _memory.Span.Slice((int)_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The bytes do not fit into the memory that was given; none is written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        long end = _position + buffer.Length;
        if (end > _length)
        {
            EnsureCapacity(end);
            _memory.Span[_length..(int)Math.Max(_position, _length)].Clear();
            _length = (int)end;
        }

        buffer.CopyTo(_memory.Span[(int)_position..]);
        _position = end;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override async Task CopyToAsync(System.IO.Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_position < _length)
        {
            ReadOnlyMemory<byte> rest = _memory[(int)_position.._length];
            await destination.WriteAsync(rest, cancellationToken);
            _position += rest.Length;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadLaterAsync(Memory<byte> buffer)
    {
        await Turn.Give();
        return Read(buffer.Span);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteLaterAsync(ReadOnlyMemory<byte> buffer)
    {
        await Turn.Give();
        Write(buffer.Span);
    }

    private void EnsureCapacity(long wanted)
    {
        if (wanted <= _memory.Length)
        {
            return;
        }

        if (_isFixed)
        {
            throw new IOException($"{wanted} bytes do not fit into the {_memory.Length} bytes that the cursor was made over.");
        }

        if (wanted > Array.MaxLength)
        {
            throw new IOException($"A cursor holds {Array.MaxLength} bytes at most.");
        }

        var grown = new byte[Math.Max(wanted, Math.Min(Math.Max(FirstCapacity, 2L * _memory.Length), Array.MaxLength))];
        _memory.Span[.._length].CopyTo(grown);
        _memory = grown;
    }
}
