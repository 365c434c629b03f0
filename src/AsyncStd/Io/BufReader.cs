namespace AsyncStd.Io;

using System.Buffers;
using System.Runtime.CompilerServices;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>A stream that reads another one in large pieces, shows what it has, and finds lines and delimiters in it.</summary>
/// <remarks>
/// <para>What was read ahead belongs to the reader: whoever reads the stream below in between misses it. The buffer comes from a pool at the first read, grows
/// with the longest line, and goes back when the reader is disposed.</para>
/// <para>For one user at a time: a second call while one is under way throws. <em>Cancellation</em>: no byte is lost; what a cancelled call had found so far
/// stays in the reader, and the next call begins there.</para>
/// </remarks>
/// <example><code>
/// using AsyncStd.Io;
///
/// await using var reader = new BufReader(new Cursor("name: Ada\nname: Grace\n"u8.ToArray()));
/// while (await reader.ReadLineAsync() is { } line)
/// {
///     Console.WriteLine(line);
/// }
/// </code></example>
public sealed class BufReader : AsyncStream
{
    /// <summary>The size of the buffer, in bytes, if none is asked for.</summary>
    public const int DefaultBufferSize = 32 * 1024;

    private readonly Stream _inner;
    private readonly int _bufferSize;
    private readonly bool _leaveOpen;
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    private LineIndex _lines;
    private bool _isBusy;
    private bool _isClosed;

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">What to read.</param>
    /// <param name="bufferSize">How much to read at a time, in bytes; above 0.</param>
    /// <param name="leaveOpen">Whether disposing the reader leaves the stream open.</param>
    /// <exception cref="ArgumentException">The stream cannot be read from.</exception>
    public BufReader(Stream stream, int bufferSize = DefaultBufferSize, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream cannot be read from.", nameof(stream));
        }

        _inner = stream;
        _bufferSize = bufferSize;
        _leaveOpen = leaveOpen;
    }

    /// <inheritdoc/>
    public override bool CanRead => !_isClosed;

    /// <inheritdoc/>
    public override bool CanSeek => !_isClosed && _inner.CanSeek;

    /// <inheritdoc/>
    public override long Length => _inner.Length;

    /// <summary>Where the next byte comes from; setting it drops what was read ahead.</summary>
    public override long Position
    {
        get => _inner.Position - (_end - _start);
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>The stream below. Reading it misses what is in <see cref="Buffered"/>.</summary>
    public Stream BaseStream => _inner;

    /// <summary>What was read ahead, without reading more; good until the next call.</summary>
    public ReadOnlyMemory<byte> Buffered => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Moves to another position and drops what was read ahead.</summary>
    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        if (origin == SeekOrigin.Current)
        {
            offset -= _end - _start;
        }

        long position = _inner.Seek(offset, origin);
        Clear();
        return position;
    }

    /// <summary>Shows what is buffered, and reads if that is nothing.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The bytes, good until the next call; none at the end. They stay in the reader until <see cref="Consume"/>.</returns>
    /// <exception cref="IOException">The read failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: no byte is lost.</remarks>
    public ValueTask<ReadOnlyMemory<byte>> FillAsync(CancellationToken cancellationToken = default)
        => _start < _end ? new(Buffered) : FillEmptyAsync(cancellationToken);

    /// <summary>Drops bytes that were used.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than are buffered, or below zero.</exception>
    public void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _end - _start);
        _start += count;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_start < _end || buffer.IsEmpty)
        {
            return new ValueTask<int>(TakeBuffered(buffer.Span));
        }

        return buffer.Length >= _bufferSize ? _inner.ReadAsync(buffer, cancellationToken) : FillAndTakeAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_start == _end && !buffer.IsEmpty)
        {
            if (buffer.Length >= _bufferSize)
            {
                return _inner.Read(buffer);
            }

            MakeRoom();
            _end += _inner.Read(_buffer.AsSpan(_end));
        }

        return TakeBuffered(buffer);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="maxLength">How long a line may be, in bytes without its end.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The line without its end, which is <c>\n</c> or <c>\r\n</c>; the last one need not have an end. Null when there are no more.</returns>
    /// <exception cref="InvalidDataException">The line is longer than allowed: it stays in the reader. Or it is not UTF-8: it was taken.</exception>
    /// <exception cref="IOException">The read failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a line that was read in part stays in the reader.</remarks>
    public ValueTask<string?> ReadLineAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        => TryTakeLine(maxLength, out string? line) ? new ValueTask<string?>(line) : ReadLineSlowAsync(maxLength, cancellationToken);

    /// <summary>Reads up to a delimiter.</summary>
    /// <param name="delimiter">The byte to stop at.</param>
    /// <param name="maxLength">How many bytes there may be before the delimiter.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The bytes with the delimiter, or what is left at the end without one; none at the end.</returns>
    /// <exception cref="InvalidDataException">There are more bytes than allowed before the delimiter; they stay in the reader.</exception>
    /// <exception cref="IOException">The read failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: what was read in part stays in the reader.</remarks>
    public async ValueTask<byte[]> ReadUntilAsync(byte delimiter, int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> bytes = await FindAsync(delimiter, maxLength, cancellationToken);
        byte[] result = bytes.ToArray();
        Consume(result.Length);
        return result;
    }

    /// <summary>Enumerates the lines from here on.</summary>
    /// <param name="maxLength">How long a line may be, in bytes without its end.</param>
    /// <returns>The lines without their ends. What the enumeration did not get to stays in the reader.</returns>
    /// <remarks><para>Throws what <see cref="ReadLineAsync"/> throws.</para><para><em>Cancellation</em>: a line that was read in part stays in the reader.</para></remarks>
    public IAsyncEnumerable<string> Lines(int maxLength = int.MaxValue) => new LineSequence(this, maxLength, ownsReader: false);

    /// <summary>Enumerates the pieces between delimiters from here on.</summary>
    /// <param name="delimiter">The byte between the pieces.</param>
    /// <param name="maxLength">How long a piece may be, in bytes.</param>
    /// <returns>The pieces without the delimiter. What the enumeration did not get to stays in the reader.</returns>
    /// <remarks><para>Throws what <see cref="ReadUntilAsync"/> throws.</para><para><em>Cancellation</em>: a piece that was read in part stays in the reader.</para></remarks>
    public IAsyncEnumerable<byte[]> Split(byte delimiter, int maxLength = int.MaxValue) => new SplitSequence(this, delimiter, maxLength, ownsReader: false);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            Close(disposeInner: false);
            if (!_leaveOpen)
            {
                await _inner.DisposeAsync();
            }
        }

        await base.DisposeAsync();
    }

    /// <summary>Takes a line out of the buffer, if a whole one is there.</summary>
    /// <param name="maxLength">How long it may be.</param>
    /// <param name="line">The line.</param>
    internal bool TryTakeLine(int maxLength, out string? line)
    {
        if (!_lines.TryFind(_buffer, _start, _end, out int position))
        {
            line = null;
            return false;
        }

        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, position - _start);
        if (bytes is [.., (byte)'\r'])
        {
            bytes = bytes[..^1];
        }

        if (bytes.Length > maxLength)
        {
            throw TooLong(maxLength);
        }

        bool isAscii = _lines.IsAscii(_start, position);
        _lines.Take();
        _start = position + 1;
        line = isAscii ? AsciiText.ToText(bytes) : Utf8Text.Decode(bytes);
        return true;
    }

    /// <summary>The end is reached: takes what is left as the last line.</summary>
    internal bool TryTakeLastLine(int maxLength, out string? line)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length > maxLength)
        {
            throw TooLong(maxLength);
        }

        _start = _end;
        line = bytes.IsEmpty ? null : Utf8Text.Decode(bytes);
        return line is not null;
    }

    /// <summary>Finds a delimiter, reading as far as needed; consumes nothing.</summary>
    /// <returns>The bytes up to and with the delimiter; or all that is left, at the end.</returns>
    internal async ValueTask<ReadOnlyMemory<byte>> FindAsync(byte delimiter, int maxLength, CancellationToken cancellationToken)
    {
        int looked = 0;
        while (true)
        {
            int index = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf(delimiter);
            int length = index < 0 ? _end - _start : looked + index;
            if (length > maxLength)
            {
                throw TooLong(maxLength);
            }

            if (index >= 0)
            {
                return _buffer.AsMemory(_start, length + 1);
            }

            looked = length;
            if (!await ReadMoreAsync(cancellationToken))
            {
                return Buffered;
            }
        }
    }

    /// <summary>Reads more behind what is buffered. One turn's budget for each read.</summary>
    /// <returns>False at the end.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_isBusy)
        {
            throw new InvalidOperationException("Another read of this reader is under way; a reader has one user at a time.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        _isBusy = true;
        try
        {
            if (!Turn.TryTake())
            {
                await Turn.Give();
            }

            MakeRoom();
            int count = await _inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _end += count;
            return count > 0;
        }
        finally
        {
            _isBusy = false;
            if (_isClosed)
            {
                ReturnBuffer();
            }
        }
    }

    /// <summary>Gives up the buffer without the stream; what was read ahead goes back to a stream that can seek.</summary>
    internal void Detach()
    {
        int ahead = _end - _start;
        if (ahead > 0 && !_isClosed && _inner.CanSeek)
        {
            _inner.Seek(-ahead, SeekOrigin.Current);
        }

        Close(disposeInner: false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            Close(disposeInner: !_leaveOpen);
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<string?> ReadLineSlowAsync(int maxLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            int looked = _end - _start;
            if (looked > maxLength && looked - 1 > maxLength) // one more may be the \r before the end
            {
                throw TooLong(maxLength);
            }

            string? line;
            if (!await ReadMoreAsync(cancellationToken))
            {
                TryTakeLastLine(maxLength, out line);
                return line;
            }

            if (TryTakeLine(maxLength, out line))
            {
                return line;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> FillEmptyAsync(CancellationToken cancellationToken)
    {
        await ReadMoreAsync(cancellationToken);
        return Buffered;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillAndTakeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await ReadMoreAsync(cancellationToken);
        return TakeBuffered(buffer.Span);
    }

    private int TakeBuffered(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    /// <summary>Makes sure that something fits behind what is buffered.</summary>
    private void MakeRoom()
    {
        if (_start == _end)
        {
            Clear();
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        int used = _end - _start;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, used).CopyTo(_buffer);
        }
        else
        {
            if (_buffer.Length == Array.MaxLength)
            {
                throw new InvalidDataException($"A line or piece is longer than {Array.MaxLength} bytes; read it in parts.");
            }

            long wanted = _buffer.Length == 0 ? _bufferSize : Math.Min(2L * _buffer.Length, Array.MaxLength);
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)wanted);
            _buffer.AsSpan(_start, used).CopyTo(larger);
            ReturnBuffer();
            _buffer = larger;
        }

        _lines.Move(_start);
        _start = 0;
        _end = used;
    }

    private void Clear()
    {
        _start = 0;
        _end = 0;
        _lines.Clear();
    }

    private void Close(bool disposeInner)
    {
        _isClosed = true;
        Clear();
        if (!_isBusy)
        {
            ReturnBuffer();
        }

        if (disposeInner)
        {
            _inner.Dispose();
        }
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private static InvalidDataException TooLong(int maxLength) => new($"A line or piece is longer than the {maxLength} bytes that are allowed.");
}
