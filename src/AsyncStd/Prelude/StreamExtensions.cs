namespace AsyncStd.Prelude;

using AsyncStd.Io;
using AsyncStd.Runtimes;
using Io = AsyncStd.Io.Io;
using Stream = System.IO.Stream;

/// <summary>What AsyncStd adds to every <see cref="Stream"/>, whoever made it.</summary>
public static partial class StreamExtensions
{
    extension(Stream stream)
    {
        /// <summary>Makes a stream that ends after so many bytes of this one.</summary>
        /// <param name="limit">How many bytes.</param>
        /// <returns>A stream that reads this one, and leaves it open.</returns>
        public TakeStream Take(long limit)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return new TakeStream(stream, limit);
        }

        /// <summary>Makes a stream that reads this one to its end, and then another.</summary>
        /// <param name="next">What comes after.</param>
        /// <returns>A stream that reads both, and leaves them open.</returns>
        public Stream Chain(Stream next)
        {
            ArgumentNullException.ThrowIfNull(stream);
            ArgumentNullException.ThrowIfNull(next);
            return new ChainStream(stream, next);
        }

        /// <summary>Enumerates the bytes, out of a buffer.</summary>
        /// <returns>The bytes. What was read ahead when the enumeration ends early goes back to a stream that can seek, and is gone with another: enumerate a <see cref="BufReader"/> to go on
        /// there.</returns>
        /// <remarks><em>Cancellation</em>: as when the enumeration ends early.</remarks>
        public IAsyncEnumerable<byte> Bytes()
        {
            ArgumentNullException.ThrowIfNull(stream);
            return stream is BufReader reader ? new ByteSequence(reader, ownsReader: false) : new ByteSequence(new BufReader(stream, leaveOpen: true), ownsReader: true);
        }

        /// <summary>Copies between this stream and another in both directions at once, until both have ended.</summary>
        /// <param name="other">The other stream.</param>
        /// <param name="bufferSize">How many bytes are copied at a time, above 0.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>How many bytes went from this one to the other, and how many back.</returns>
        /// <exception cref="IOException">A read or a write failed; the other direction is stopped then.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks>
        /// <para>When one direction ends, the end is passed on and the other goes on; see <see cref="Io.CopyBidirectionalAsync"/>.</para>
        /// <para><em>Cancellation</em>: a part is copied; up to a buffer of bytes for each direction may be read and not written.</para>
        /// </remarks>
        public ValueTask<(long There, long Back)> CopyBidirectionalAsync(Stream other, int bufferSize = 64 * 1024, CancellationToken cancellationToken = default)
            => Io.CopyBidirectionalAsync(stream, other, bufferSize, cancellationToken);

        /// <summary>Copies everything to another stream, and tells how far it is.</summary>
        /// <param name="destination">Written to; neither flushed nor closed.</param>
        /// <param name="progress">Told how many bytes are copied in all, after each piece, on the copying task.</param>
        /// <param name="cancellationToken">Asks to stop.</param>
        /// <returns>How many bytes were copied.</returns>
        /// <exception cref="IOException">A read or a write failed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <remarks><em>Cancellation</em>: a part is copied; up to a buffer of bytes may be read and not written.</remarks>
        /// <example><code>
        /// using AsyncStd.Io;
        ///
        /// var source = new Cursor(new byte[100_000]);
        /// long count = await source.CopyToAsync(Stream.Null, new Progress&lt;long&gt;(done => { }));
        /// Console.WriteLine(count);
        /// </code></example>
        public ValueTask<long> CopyToAsync(Stream destination, IProgress<long> progress, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(progress);
            return Io.CopyAsync(stream, destination, progress, cancellationToken: cancellationToken);
        }

        /// <summary>Lets code that knows only synchronous calls use this stream: each call keeps its thread until the stream has answered.</summary>
        /// <param name="leaveOpen">Whether disposing the result leaves this stream open.</param>
        /// <returns>A stream whose synchronous members await this one's asynchronous ones.</returns>
        /// <remarks>Use it in <c>Task.SpawnBlocking</c>, on a thread of your own, or in a <see cref="Runtime.BlockingSection()"/>; within a task its calls throw, because they would block a worker.</remarks>
        /// <example><code>
        /// using AsyncStd.Io;
        ///
        /// var (here, there) = Io.Duplex();
        /// var reading = Task.SpawnBlocking(() => new StreamReader(there.AsBlocking()).ReadLine());
        /// await here.WriteFmtAsync($"hello\n");
        /// Console.WriteLine(await reading);
        /// </code></example>
        public Stream AsBlocking(bool leaveOpen = false)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return new BlockingStream(stream, leaveOpen);
        }

        /// <summary>Lets asynchronous code use a stream that only knows synchronous calls: each of them is made where it may block, and no worker waits.</summary>
        /// <param name="kind">How long a call may take. With <see cref="BlockingKind.Unbounded"/> a read that is cancelled ends at once; what its call still brings is there for the next read.</param>
        /// <param name="leaveOpen">Whether disposing the result leaves this stream open.</param>
        /// <returns>A stream whose asynchronous members make this one's synchronous calls.</returns>
        /// <remarks><em>Cancellation</em>: no byte is lost; a write that has begun is waited for.</remarks>
        public Stream AsOffloaded(BlockingKind kind = BlockingKind.Unbounded, bool leaveOpen = false)
        {
            ArgumentNullException.ThrowIfNull(stream);
            return new OffloadedStream(stream, kind, leaveOpen);
        }
    }
}
