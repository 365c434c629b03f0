namespace AsyncStd.Io;

using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using AsyncStd.Prelude;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>Streams out of nothing, and what is done with more than one.</summary>
public static partial class Io
{
    /// <summary>How many bytes are copied at a time, if nothing else is asked for.</summary>
    private const int CopyBufferSize = 64 * 1024;

    /// <summary>Makes a stream that never runs out of one byte.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>A stream to read from.</returns>
    public static Stream Repeat(byte value) => new RepeatStream(value);

    /// <summary>Makes a connection in memory.</summary>
    /// <param name="capacity">How many bytes each direction holds, above 0; then writes wait.</param>
    /// <returns>Both ends; dispose each.</returns>
    /// <example><code>
    /// using AsyncStd.Io;
    ///
    /// var (client, server) = Io.Duplex(capacity: 1024);
    /// await client.WriteFmtAsync($"ping\n");
    /// await client.CompleteWritesAsync();
    /// Console.WriteLine(await server.ReadToStringAsync());
    /// </code></example>
    public static (DuplexStream First, DuplexStream Second) Duplex(int capacity = CopyBufferSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var there = new MemoryPipe(capacity);
        var back = new MemoryPipe(capacity);
        return (new DuplexStream(back, there), new DuplexStream(there, back));
    }

    /// <summary>Makes a pipe in memory.</summary>
    /// <param name="capacity">How many bytes it holds, above 0; then writes wait.</param>
    /// <returns>Both ends; dispose each.</returns>
    public static (SimplexReader Reader, SimplexWriter Writer) Simplex(int capacity = CopyBufferSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var pipe = new MemoryPipe(capacity);
        return (new SimplexReader(pipe), new SimplexWriter(pipe));
    }

    /// <summary>Copies everything from one stream to another.</summary>
    /// <param name="source">Read to its end.</param>
    /// <param name="destination">Written to; neither flushed nor closed.</param>
    /// <param name="progress">Told how many bytes are copied in all, after each piece, on the copying task; null: nobody.</param>
    /// <param name="bufferSize">How many bytes are copied at a time, above 0.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes were copied.</returns>
    /// <exception cref="IOException">A read or a write failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks><em>Cancellation</em>: a part is copied; up to a buffer of bytes may be read and not written.</remarks>
    public static async ValueTask<long> CopyAsync(
        Stream source, Stream destination, IProgress<long>? progress = null, int bufferSize = CopyBufferSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
        long total = 0;
        while (true)
        {
            await Turn.Take();
            int count = await source.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                ArrayPool<byte>.Shared.Return(buffer); // not after a failure: a foreign stream may still have it
                return total;
            }

            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            total += count;
            progress?.Report(total);
        }
    }

    /// <summary>What the library's streams do when they are copied; the arguments have been validated.</summary>
    internal static Task CopyToAsync(Stream source, Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        if (!source.CanRead)
        {
            throw source.CanWrite ? new NotSupportedException("The stream cannot be read.") : new ObjectDisposedException(source.GetType().Name, "The stream is closed.");
        }

        return CopyAsync(source, destination, null, bufferSize, cancellationToken).AsTask();
    }

    /// <summary>Copies between two streams in both directions at once, until both have ended.</summary>
    /// <param name="first">A stream of two directions.</param>
    /// <param name="second">Another.</param>
    /// <param name="bufferSize">How many bytes are copied at a time, above 0; a buffer for each direction.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>How many bytes went from the first to the second, and how many back.</returns>
    /// <exception cref="IOException">A read or a write failed, or passing an end on; the other direction is stopped then. If both fail, the failure that came first is thrown.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para>When one direction ends, the end is passed on and the other direction goes on: by <see cref="ICompleteWrites"/>, by shutting down the half of a
    /// <see cref="NetworkStream"/>, or by the goodbye of an <see cref="SslStream"/>. A stream that can do neither is flushed, and its peer learns of the end when the stream is disposed.</para>
    /// <para>A direction whose destination is slow reads no more than its buffer ahead. Neither stream is closed. <em>Cancellation</em>: a part is copied; up to a buffer of
    /// bytes for each direction may be read and not written.</para>
    /// </remarks>
    public static ValueTask<(long FirstToSecond, long SecondToFirst)> CopyBidirectionalAsync(
        Stream first, Stream second, int bufferSize = CopyBufferSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        return Task.TryJoin(
            () => CopyHalfAsync(first, second, bufferSize, cancellationToken),
            () => CopyHalfAsync(second, first, bufferSize, cancellationToken),
            cancellationToken);
    }

    private static async ValueTask<long> CopyHalfAsync(Stream source, Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        long count = await CopyAsync(source, destination, null, bufferSize, cancellationToken);
        await destination.FlushAsync(cancellationToken);
        switch (destination)
        {
            case ICompleteWrites half:
                await half.CompleteWritesAsync(cancellationToken);
                break;
            case NetworkStream network:
                network.Socket.Shutdown(SocketShutdown.Send);
                break;
            case SslStream secure:
                await secure.ShutdownAsync();
                break;
        }

        return count;
    }
}
