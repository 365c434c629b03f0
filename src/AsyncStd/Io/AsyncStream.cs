namespace AsyncStd.Io;

using System.Buffers;
using AsyncStd.Runtimes;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>A stream whose asynchronous members are the real ones: what the streams of this library derive from, and one of your own may.</summary>
/// <remarks>
/// <para>Override <see cref="ReadAsync(Memory{byte}, CancellationToken)"/> or <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>, or both, and say so
/// in <see cref="CanRead"/> and <see cref="CanWrite"/>; all other members are there. It has no position and no length unless you give it one.</para>
/// <para>The synchronous members keep the calling thread until the asynchronous ones have ended. Within a task that would block a worker, so there they throw, unless
/// the call stands in a <see cref="Runtime.BlockingSection()"/> or in <c>Task.SpawnBlocking</c>.</para>
/// </remarks>
/// <example><code>
/// using AsyncStd.Io;
///
/// byte[] ten = await new Zeros().Take(10).ReadToEndAsync();
/// Console.WriteLine(ten.Length);
///
/// sealed class Zeros : AsyncStream
/// {
///     public override bool CanRead => true;
///
///     public override ValueTask&lt;int&gt; ReadAsync(Memory&lt;byte&gt; buffer, CancellationToken cancellationToken = default)
///     {
///         buffer.Span.Clear();
///         return new(buffer.Length);
///     }
/// }
/// </code></example>
public abstract class AsyncStream : Stream
{
    private const int LargestCopy = 64 * 1024;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw NoPosition();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw NoPosition();
        set => throw NoPosition();
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw NoPosition();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw NoPosition();

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => throw new NotSupportedException($"{GetType().Name} cannot be read from.");

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        => throw new NotSupportedException($"{GetType().Name} cannot be written to.");

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    /// <summary>Copies everything that is left to another stream.</summary>
    /// <param name="destination">Where it goes.</param>
    /// <param name="bufferSize">How many bytes at most are on their way.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <returns>A task that ends when everything is written.</returns>
    /// <exception cref="NotSupportedException">This stream cannot be read, or the other cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">One of the two is closed.</exception>
    /// <exception cref="IOException">A read or a write failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>Unlike that of the BCL it uses both streams on the runtime, whatever they await. <em>Cancellation</em>: bytes that were read may be lost.</remarks>
    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        return Io.CopyToAsync(this, destination, bufferSize, cancellationToken);
    }

    /// <inheritdoc/>
    public sealed override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Called within a task, where nothing may block.</exception>
    public override int Read(Span<byte> buffer)
    {
        EnsureMayBlock(nameof(Read));
        byte[] copy = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(buffer.Length, 1), LargestCopy));
        int count = Runtime.BlockOn(ReadAsync(copy.AsMemory(0, Math.Min(buffer.Length, copy.Length))));
        copy.AsSpan(0, count).CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(copy); // not after a failure: who knows who still has it
        return count;
    }

    /// <inheritdoc/>
    public sealed override int ReadByte()
    {
        byte one = 0;
        return Read(new Span<byte>(ref one)) == 0 ? -1 : one;
    }

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Called within a task, where nothing may block.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        EnsureMayBlock(nameof(Write));
        byte[] copy = ArrayPool<byte>.Shared.Rent(buffer.Length);
        buffer.CopyTo(copy);
        Runtime.BlockOn(WriteAsync(copy.AsMemory(0, buffer.Length)));
        ArrayPool<byte>.Shared.Return(copy);
    }

    /// <inheritdoc/>
    public sealed override void WriteByte(byte value) => Write(new ReadOnlySpan<byte>(ref value));

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Called within a task, where nothing may block.</exception>
    public override void Flush()
    {
        Task flush = FlushAsync(CancellationToken.None);
        if (!flush.IsCompletedSuccessfully)
        {
            Runtime.BlockOn(new ValueTask(flush));
        }
    }

    /// <inheritdoc/>
    public sealed override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
        => TaskToAsyncResult.Begin(ReadAsync(buffer, offset, count, CancellationToken.None), callback, state);

    /// <inheritdoc/>
    public sealed override int EndRead(IAsyncResult asyncResult) => TaskToAsyncResult.End<int>(asyncResult);

    /// <inheritdoc/>
    public sealed override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state)
        => TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    /// <inheritdoc/>
    public sealed override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    private protected NotSupportedException NoPosition() => new($"{GetType().Name} has no position and no length.");

    /// <summary>Before anything is begun: a read that nobody could wait for would swallow bytes.</summary>
    private void EnsureMayBlock(string method)
    {
        if (Slice.IsRunning)
        {
            throw new InvalidOperationException(
                $"{GetType().Name}.{method} was called within a task, where it would block a worker; await {method}Async, or wrap the call in a blocking section.");
        }
    }
}
