namespace AsyncStd.Io;

using System.Buffers;
using System.Runtime.CompilerServices;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>A stream of bytes seen as a stream of messages, both ways.</summary>
/// <remarks>
/// <para>One receive and one send may be under way at a time. Enumerating it receives until the end. Disposing it sends what waits and closes the stream.</para>
/// <para><em>Cancellation</em>: a receive loses nothing, a message that has arrived in part stays; of a cancelled send nothing, a part or all may be sent, and after that the
/// framing is broken, so a cancelled send makes all later ones fail.</para>
/// </remarks>
/// <typeparam name="T">The type of a message.</typeparam>
/// <example><code>
/// using AsyncStd.Io;
///
/// var (here, there) = Io.Duplex();
/// await using (var sender = new Framed&lt;string&gt;(here, new LinesCodec()))
/// {
///     await sender.SendAsync("one");
///     await sender.SendAsync("two");
/// }
///
/// await foreach (string line in new Framed&lt;string&gt;(there, new LinesCodec()))
/// {
///     Console.WriteLine(line);
/// }
/// </code></example>
public sealed class Framed<T> : IAsyncEnumerable<T>, IAsyncDisposable
{
    private readonly FrameCodec<T> _codec;
    private readonly BufReader? _reader;
    private readonly bool _leaveOpen;
    private readonly ArrayBufferWriter<byte> _output = new();
    private bool _isReceiving;
    private bool _isSending;
    private bool _isBroken;

    /// <summary>Makes one.</summary>
    /// <param name="stream">The bytes; needs only to be readable, or only writable, if that is all that is done.</param>
    /// <param name="codec">How they are messages.</param>
    /// <param name="bufferSize">How much is read at a time, in bytes.</param>
    /// <param name="leaveOpen">Whether disposing it leaves the stream open.</param>
    public Framed(Stream stream, FrameCodec<T> codec, int bufferSize = BufReader.DefaultBufferSize, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(codec);
        BaseStream = stream;
        _codec = codec;
        _leaveOpen = leaveOpen;
        _reader = stream.CanRead ? new BufReader(stream, bufferSize, leaveOpen: true) : null;
    }

    /// <summary>The stream below. Reading it misses what has arrived already.</summary>
    public Stream BaseStream { get; }

    /// <summary>Receives a message.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>Whether there was one, and which; none: the end.</returns>
    /// <exception cref="InvalidDataException">The codec says that the bytes are no message; they stay.</exception>
    /// <exception cref="EndOfStreamException">The end came within a message, if the codec minds.</exception>
    /// <exception cref="IOException">The read failed.</exception>
    /// <exception cref="InvalidOperationException">Another receive is under way.</exception>
    /// <exception cref="NotSupportedException">The stream below cannot be read from.</exception>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: nothing is lost.</remarks>
    public async ValueTask<(bool IsThere, T Frame)> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        BufReader reader = _reader ?? throw new NotSupportedException("The stream below cannot be read from.");
        if (_isReceiving)
        {
            throw new InvalidOperationException("Another receive is under way; there is one at a time.");
        }

        _isReceiving = true;
        try
        {
            if (TryDecode(reader, false, out T frame))
            {
                return (true, frame);
            }

            while (await reader.ReadMoreAsync(cancellationToken))
            {
                if (TryDecode(reader, false, out frame))
                {
                    return (true, frame);
                }
            }

            return TryDecode(reader, true, out frame) ? (true, frame) : default;
        }
        finally
        {
            _isReceiving = false;
        }
    }

    /// <summary>Sends a message at once.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when it is written and flushed, with all that <see cref="Queue"/> had collected.</returns>
    /// <exception cref="InvalidDataException">The codec refuses the message; nothing was sent.</exception>
    /// <exception cref="IOException">The write failed, now or before, or one was cancelled before.</exception>
    /// <exception cref="InvalidOperationException">Another send is under way.</exception>
    /// <exception cref="NotSupportedException">The stream below cannot be written to.</exception>
    /// <exception cref="ObjectDisposedException">The stream below is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part may be sent, and later sends fail; with a token that was cancelled beforehand nothing is, and what was collected goes out with the next.</remarks>
    public ValueTask SendAsync(T frame, CancellationToken cancellationToken = default)
    {
        Queue(frame);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Encodes a message and keeps it for the next send or flush.</summary>
    /// <param name="frame">The message.</param>
    /// <exception cref="InvalidDataException">The codec refuses the message; what was collected stays as it was, also if the codec throws something else.</exception>
    /// <exception cref="InvalidOperationException">A send is under way.</exception>
    public void Queue(T frame)
    {
        if (_isSending)
        {
            throw new InvalidOperationException("A send is under way; there is one at a time.");
        }

        int before = _output.WrittenCount;
        try
        {
            _codec.Encode(frame, _output);
        }
        catch
        {
            // A header without its message would break all that follow. The writer can only forget everything, and be moved on again over what is still there.
            _output.ResetWrittenCount();
            _output.Advance(before);
            throw;
        }
    }

    /// <summary>Sends what was collected.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when all is written and flushed.</returns>
    /// <exception cref="IOException">The write failed, now or before, or one was cancelled before.</exception>
    /// <exception cref="InvalidOperationException">Another send is under way.</exception>
    /// <exception cref="NotSupportedException">The stream below cannot be written to.</exception>
    /// <exception cref="ObjectDisposedException">The stream below is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part may be sent, and later sends fail; with a token that was cancelled beforehand nothing is, and what was collected goes out with the next.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_isSending)
        {
            throw new InvalidOperationException("Another send is under way; there is one at a time.");
        }

        if (_isBroken)
        {
            throw new IOException("A send was broken off before, perhaps within a message, so nothing can be sent after it.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        _isSending = true;
        _isBroken = true;
        try
        {
            await BaseStream.WriteAsync(_output.WrittenMemory, cancellationToken);
            await BaseStream.FlushAsync(cancellationToken);
            _isBroken = false;
            _output.ResetWrittenCount();
        }
        finally
        {
            _isSending = false;
        }
    }

    /// <summary>Receives until the end.</summary>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>The messages. One that was not got to stays.</returns>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (await ReceiveAsync(cancellationToken) is (true, var frame))
        {
            yield return frame;
        }
    }

    /// <summary>Sends what was collected, unless a send was broken off, and closes the stream.</summary>
    /// <returns>A task that ends when the stream is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_output.WrittenCount > 0 && !_isBroken)
            {
                await FlushAsync();
            }
        }
        finally
        {
            _reader?.Dispose();
            if (!_leaveOpen)
            {
                await BaseStream.DisposeAsync();
            }
        }
    }

    private bool TryDecode(BufReader reader, bool isFinal, out T frame)
    {
        var bytes = new ReadOnlySequence<byte>(reader.Buffered);
        long before = bytes.Length;
        bool isThere = _codec.TryDecode(ref bytes, isFinal, out frame);
        reader.Consume((int)(before - bytes.Length));
        return isThere;
    }
}
