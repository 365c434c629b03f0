namespace AsyncStd.Io;

using System.Buffers;
using AsyncStd.Runtimes;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>Lets code that knows only synchronous calls use an asynchronous stream: each call keeps its thread until the stream has answered.</summary>
internal sealed class BlockingStream(Stream inner, bool leaveOpen) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => inner.CanSeek;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        EnsureMayBlock(nameof(Read));
        return Runtime.BlockOn(inner.ReadAsync(buffer.AsMemory(offset, count)));
    }

    public override int Read(Span<byte> buffer)
    {
        EnsureMayBlock(nameof(Read));
        byte[] copy = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length, 1));
        int count = Runtime.BlockOn(inner.ReadAsync(copy.AsMemory(0, buffer.Length)));
        copy.AsSpan(0, count).CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(copy);
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        EnsureMayBlock(nameof(Write));
        Runtime.BlockOn(inner.WriteAsync(buffer.AsMemory(offset, count)));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        EnsureMayBlock(nameof(Write));
        byte[] copy = ArrayPool<byte>.Shared.Rent(buffer.Length);
        buffer.CopyTo(copy);
        Runtime.BlockOn(inner.WriteAsync(copy.AsMemory(0, buffer.Length)));
        ArrayPool<byte>.Shared.Return(copy);
    }

    public override void Flush()
    {
        EnsureMayBlock(nameof(Flush));
        Runtime.BlockOn(new ValueTask(inner.FlushAsync()));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override ValueTask DisposeAsync() => leaveOpen ? default : inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            EnsureMayBlock(nameof(Dispose));
            Runtime.BlockOn(inner.DisposeAsync());
        }

        base.Dispose(disposing);
    }

    private static void EnsureMayBlock(string method)
    {
        if (Slice.IsRunning)
        {
            throw new InvalidOperationException(
                $"{method} was called within a task, where it would block a worker; call it in Task.SpawnBlocking or in a blocking section.");
        }
    }
}
