namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using AsyncStd.Runtimes;
using AsyncStd.Runtimes.Blocking;
using Stream = System.IO.Stream;
using Task = System.Threading.Tasks.Task;

/// <summary>Lets asynchronous code use a stream that only knows synchronous calls: each of them is made where it may block.</summary>
/// <remarks>
/// <para>A read that may never end is made into a buffer of this object's own; if its await is cancelled it goes on, and what it brings is there
/// for the next read. So at most one such call is ever under way.</para>
/// </remarks>
internal sealed class OffloadedStream(Stream inner, BlockingKind kind, bool leaveOpen) : AsyncStream
{
    private const int LargestRead = 64 * 1024;

    private readonly ReadAhead _ahead = new(buffer => inner.Read(buffer, 0, buffer.Length), new BlockingItem().Start);

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => inner.CanSeek;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position - _ahead.Count;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        long position = inner.Seek(origin == SeekOrigin.Current ? offset - _ahead.Count : offset, origin);
        _ahead.Clear();
        return position;
    }

    public override void SetLength(long value) => inner.SetLength(value);

    public override int Read(Span<byte> buffer) => _ahead.Count > 0 ? _ahead.Take(buffer) : inner.Read(buffer);

    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

    public override void Flush() => inner.Flush();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ahead.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            return new ValueTask<int>(_ahead.Take(buffer.Span));
        }

        return kind == BlockingKind.Unbounded
            ? ReadUnboundedAsync(buffer, cancellationToken)
            : Runtime.Current.RunBlockingAsync(kind, (inner, buffer), static call => call.inner.Read(call.buffer.Span), cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<bool> write = Runtime.Current.RunBlockingAsync(
            kind == BlockingKind.Unbounded ? BlockingKind.Long : kind,
            (inner, buffer),
            static call =>
            {
                call.inner.Write(call.buffer.Span);
                return true;
            },
            cancellationToken);
        if (!write.IsCompletedSuccessfully)
        {
            return Ended(write);
        }

        _ = write.Result;
        return default;
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
        => Runtime.Current.RunBlockingAsync(
            BlockingKind.Long,
            inner,
            static stream =>
            {
                stream.Flush();
                return true;
            },
            cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        if (!leaveOpen)
        {
            await Runtime.Current.RunBlockingAsync(
                BlockingKind.Long,
                inner,
                static stream =>
                {
                    stream.Dispose();
                    return true;
                });
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Ended(ValueTask<bool> call) => await call;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadUnboundedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await _ahead.FillAsync(Math.Min(buffer.Length, LargestRead), cancellationToken);
        return _ahead.Take(buffer.Span);
    }
}
