namespace AsyncStd.Prelude;

using AsyncStd.Io;
using Stream = System.IO.Stream;

// Lines and delimiters.
public static partial class StreamExtensions
{
    extension(Stream stream)
    {
        /// <summary>Enumerates the lines.</summary>
        /// <param name="maxLength">How long a line may be, in bytes without its end.</param>
        /// <returns>The lines without their ends, which are <c>\n</c> or <c>\r\n</c>; the last one need not have an end.</returns>
        /// <exception cref="ArgumentException">The stream cannot be read from.</exception>
        /// <remarks>
        /// <para>The stream is read in large pieces and stays open. What was read ahead when the enumeration ends early goes back to a stream that can seek, and is gone with another: enumerate a <see cref="BufReader"/> to go on there.</para>
        /// <para>The enumeration throws <see cref="InvalidDataException"/> for a line that is too long or not UTF-8. <em>Cancellation</em>: as when it ends early; with a <see cref="BufReader"/> nothing is lost.</para>
        /// </remarks>
        /// <example><code>
        /// using AsyncStd.Io;
        ///
        /// var text = new Cursor("first\nsecond\n"u8.ToArray());
        /// await foreach (string line in text.Lines())
        /// {
        ///     Console.WriteLine(line);
        /// }
        /// </code></example>
        public IAsyncEnumerable<string> Lines(int maxLength = int.MaxValue)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return stream is BufReader reader ? reader.Lines(maxLength) : new LineSequence(new BufReader(stream, leaveOpen: true), maxLength, ownsReader: true);
        }

        /// <summary>Enumerates the pieces between delimiters.</summary>
        /// <param name="delimiter">The byte between the pieces.</param>
        /// <param name="maxLength">How long a piece may be, in bytes.</param>
        /// <returns>The pieces without the delimiter; the last one need not have one.</returns>
        /// <exception cref="ArgumentException">The stream cannot be read from.</exception>
        /// <remarks>What <c>Lines</c> says about what was read ahead holds here, too. <em>Cancellation</em>: as when the enumeration ends early.</remarks>
        public IAsyncEnumerable<byte[]> Split(byte delimiter, int maxLength = int.MaxValue)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return stream is BufReader reader
                ? reader.Split(delimiter, maxLength)
                : new SplitSequence(new BufReader(stream, leaveOpen: true), delimiter, maxLength, ownsReader: true);
        }

        /// <summary>Reads a line from a stream that can seek, or from a <see cref="BufReader"/>.</summary>
        /// <param name="maxLength">How long a line may be, in bytes without its end.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The line without its end; null when there are no more. The stream stands behind it.</returns>
        /// <exception cref="NotSupportedException">The stream cannot seek, so what must be read ahead would be lost: make one <see cref="BufReader"/> and read all lines with it.</exception>
        /// <exception cref="InvalidDataException">The line is longer than allowed, or not UTF-8; the stream stands before it.</exception>
        /// <exception cref="IOException">A read failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><para>For more than a line or two, a <see cref="BufReader"/> is much faster.</para><para><em>Cancellation</em>: the stream stands where it stood.</para></remarks>
        public ValueTask<string?> ReadLineAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return stream is BufReader reader
                ? reader.ReadLineAsync(maxLength, cancellationToken)
                : Seekable(stream, nameof(ReadLineAsync), static (reader, _, maxLength, token) => reader.ReadLineAsync(maxLength, token), (byte)0, maxLength, cancellationToken);
        }

        /// <summary>Reads up to a delimiter, from a stream that can seek or from a <see cref="BufReader"/>.</summary>
        /// <param name="delimiter">The byte to stop at.</param>
        /// <param name="maxLength">How many bytes there may be before the delimiter.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The bytes with the delimiter, or what is left at the end without one; none at the end. The stream stands behind them.</returns>
        /// <exception cref="NotSupportedException">The stream cannot seek, so what must be read ahead would be lost: make one <see cref="BufReader"/> and read everything with it.</exception>
        /// <exception cref="InvalidDataException">There are more bytes than allowed before the delimiter; the stream stands before them.</exception>
        /// <exception cref="IOException">A read failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: the stream stands where it stood.</remarks>
        public ValueTask<byte[]> ReadUntilAsync(byte delimiter, int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return stream is BufReader reader
                ? reader.ReadUntilAsync(delimiter, maxLength, cancellationToken)
                : Seekable(stream, nameof(ReadUntilAsync), static (reader, byteToFind, maxLength, token) => reader.ReadUntilAsync(byteToFind, maxLength, token), delimiter, maxLength, cancellationToken);
        }
    }

    /// <summary>Reads ahead, takes one piece, and seeks back to behind it.</summary>
    private static async ValueTask<T> Seekable<T>(
        Stream stream, string operation, Func<BufReader, byte, int, CancellationToken, ValueTask<T>> read, byte delimiter, int maxLength, CancellationToken cancellationToken)
    {
        if (!stream.CanSeek)
        {
            throw new NotSupportedException(
                $"{operation} must read ahead, and a {stream.GetType().Name} cannot seek back: make one BufReader over it and read everything with that.");
        }

        long start = stream.Position;
        var reader = new BufReader(stream, bufferSize: 1024, leaveOpen: true);
        bool isDone = false;
        try
        {
            T result = await read(reader, delimiter, maxLength, cancellationToken);
            isDone = true;
            return result;
        }
        finally
        {
            if (isDone)
            {
                reader.Detach();
            }
            else
            {
                reader.Dispose();
                stream.Position = start;
            }
        }
    }
}
