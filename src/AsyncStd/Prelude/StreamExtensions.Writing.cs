namespace AsyncStd.Prelude;

using System.Buffers;
using System.Runtime.CompilerServices;
using AsyncStd.Io;
using Stream = System.IO.Stream;

// Writing.
public static partial class StreamExtensions
{
    extension(Stream stream)
    {
        /// <summary>Writes all bytes: the BCL's <see cref="Stream.WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/> under std's name.</summary>
        /// <param name="buffer">The bytes.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when all are written.</returns>
        /// <exception cref="IOException">The write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: a part may be written.</remarks>
        public ValueTask WriteAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return stream.WriteAsync(buffer, cancellationToken);
        }

        /// <summary>Writes an interpolated string as UTF-8, in one write and without making the string.</summary>
        /// <param name="text">The interpolated string.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when it is written. Flushing is the caller's.</returns>
        /// <exception cref="IOException">The write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: a part may be written.</remarks>
        /// <example><code>
        /// using AsyncStd.Io;
        ///
        /// var output = new Cursor();
        /// await output.WriteFmtAsync($"{1 + 1} is two, {true}, {Math.PI:F2}\n");
        /// Console.WriteLine(output.Length);
        /// </code></example>
        public ValueTask WriteFmtAsync(Utf8Handler text, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            byte[] buffer = text.Release(out int count);
            return WriteRentedAsync(stream, buffer, count, cancellationToken);
        }

        /// <summary>Writes several buffers: in one call where the stream can do that, else one after the other.</summary>
        /// <param name="buffers">The buffers.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>A task that ends when all bytes are written.</returns>
        /// <exception cref="IOException">The write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: a part may be written.</remarks>
        public ValueTask WriteVectoredAsync(ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return stream is IVectoredStream vectored ? vectored.WriteVectoredAsync(buffers, cancellationToken) : WriteOneByOneAsync(stream, buffers, cancellationToken);
        }
    }

    /// <summary>Writes what is in a rented array, and returns it if the write ended well: after a failure a foreign stream may still have it.</summary>
    internal static ValueTask WriteRentedAsync(Stream stream, byte[] buffer, int count, CancellationToken cancellationToken)
    {
        ValueTask write = stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        if (!write.IsCompletedSuccessfully)
        {
            return ReturnAfterAsync(write, buffer);
        }

        write.GetAwaiter().GetResult();
        ArrayPool<byte>.Shared.Return(buffer);
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask ReturnAfterAsync(ValueTask write, byte[] buffer)
    {
        await write;
        ArrayPool<byte>.Shared.Return(buffer);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WriteOneByOneAsync(Stream stream, ReadOnlyMemory<ReadOnlyMemory<byte>> buffers, CancellationToken cancellationToken)
    {
        for (int i = 0; i < buffers.Length; i++)
        {
            await stream.WriteAsync(buffers.Span[i], cancellationToken);
        }
    }
}
