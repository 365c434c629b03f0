namespace AsyncStd.Prelude;

using System.Buffers;
using System.Runtime.CompilerServices;
using AsyncStd.Io;
using Stream = System.IO.Stream;

// Reading.
public static partial class StreamExtensions
{
    private const int FirstRead = 16 * 1024;

    extension(Stream stream)
    {
        /// <summary>Reads everything that is left.</summary>
        /// <param name="maxLength">How many bytes there may be.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The bytes.</returns>
        /// <exception cref="InvalidDataException">There are more bytes than allowed.</exception>
        /// <exception cref="IOException">A read failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: a part is read and gone; read into a buffer writer to keep it.</remarks>
        public async ValueTask<byte[]> ReadToEndAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        {
            (byte[] buffer, int count) = await ReadAllAsync(stream, maxLength, cancellationToken);
            byte[] result = buffer.AsSpan(0, count).ToArray();
            ArrayPool<byte>.Shared.Return(buffer);
            return result;
        }

        /// <summary>Reads everything that is left into a buffer writer.</summary>
        /// <param name="output">Where the bytes go, as they come.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>How many bytes were read.</returns>
        /// <exception cref="IOException">A read failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: what was read is in <paramref name="output"/>.</remarks>
        public async ValueTask<long> ReadToEndAsync(IBufferWriter<byte> output, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            ArgumentNullException.ThrowIfNull(output);
            long total = 0;
            while (true)
            {
                await Turn.Take();
                int count = await stream.ReadAsync(output.GetMemory(FirstRead), cancellationToken);
                if (count == 0)
                {
                    return total;
                }

                output.Advance(count);
                total += count;
            }
        }

        /// <summary>Reads everything that is left as UTF-8.</summary>
        /// <param name="maxLength">How many bytes there may be.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>The text, with all that is in the bytes: a mark of the byte order stays.</returns>
        /// <exception cref="InvalidDataException">The bytes are not UTF-8, or more than allowed.</exception>
        /// <exception cref="IOException">A read failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: a part is read and gone.</remarks>
        /// <example><code>
        /// using AsyncStd.Io;
        ///
        /// string text = await new Cursor("hello"u8.ToArray()).ReadToStringAsync();
        /// Console.WriteLine(text);
        /// </code></example>
        public async ValueTask<string> ReadToStringAsync(int maxLength = int.MaxValue, CancellationToken cancellationToken = default)
        {
            (byte[] buffer, int count) = await ReadAllAsync(stream, maxLength, cancellationToken);
            try
            {
                return Utf8Text.Decode(buffer.AsSpan(0, count));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        /// <summary>Fills a buffer, as the BCL's <see cref="Stream.ReadExactlyAsync(Memory{byte}, CancellationToken)"/>; but stays on the runtime, whatever the stream awaits.</summary>
        /// <param name="buffer">Where the bytes go.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when the buffer is full.</returns>
        /// <exception cref="EndOfStreamException">The stream ended before; what there was is in the buffer.</exception>
        /// <exception cref="IOException">A read failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: a part of the buffer is filled, from its start.</remarks>
        public ValueTask ReadExactAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return FillAsync(stream, buffer, cancellationToken);
        }

        /// <summary>Reads into several buffers: in one call where the stream can do that, else one after the other as long as they are filled.</summary>
        /// <param name="buffers">The buffers.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>How many bytes were read in all; 0 at the end. Fewer than fit does not mean the end.</returns>
        /// <exception cref="IOException">A read failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: buffers that were filled before are filled.</remarks>
        public ValueTask<long> ReadVectoredAsync(ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return stream is IVectoredStream vectored ? vectored.ReadVectoredAsync(buffers, cancellationToken) : ReadOneByOneAsync(stream, buffers, cancellationToken);
        }
    }

    /// <summary>As <see cref="Stream.ReadExactlyAsync(Memory{byte}, CancellationToken)"/>, which goes on in the thread pool if the stream's method ends with a context.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask FillAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < buffer.Length)
        {
            await Turn.Take();
            int count = await stream.ReadAsync(buffer[filled..], cancellationToken);
            if (count == 0)
            {
                throw new EndOfStreamException($"Reading {buffer.Length} bytes failed: the stream ends after {filled} of them.");
            }

            filled += count;
        }
    }

    /// <summary>Reads everything into a rented array.</summary>
    private static async ValueTask<(byte[] Buffer, int Count)> ReadAllAsync(Stream stream, int maxLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        long guess = stream.CanSeek ? stream.Length - stream.Position + 1 : FirstRead;
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(guess, 256), Math.Min(maxLength, Array.MaxLength - 1L) + 1));
        int count = 0;
        while (true)
        {
            await Turn.Take();
            int read = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken);
            count += read;
            if (count > maxLength)
            {
                throw new InvalidDataException($"There are more than the {maxLength} bytes that are allowed.");
            }

            if (read == 0)
            {
                return (buffer, count);
            }

            if (count == buffer.Length)
            {
                if (count == Array.MaxLength)
                {
                    throw new InvalidDataException($"There are more than {Array.MaxLength} bytes; read into a buffer writer.");
                }

                byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * count, Array.MaxLength));
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<long> ReadOneByOneAsync(Stream stream, ReadOnlyMemory<Memory<byte>> buffers, CancellationToken cancellationToken)
    {
        long total = 0;
        for (int i = 0; i < buffers.Length; i++)
        {
            Memory<byte> buffer = buffers.Span[i];
            if (buffer.IsEmpty)
            {
                continue;
            }

            if (total > 0 && !stream.CanSeek)
            {
                return total; // another read might wait for bytes that nobody promised
            }

            int count = await stream.ReadAsync(buffer, cancellationToken);
            total += count;
            if (count < buffer.Length)
            {
                break;
            }
        }

        return total;
    }
}
