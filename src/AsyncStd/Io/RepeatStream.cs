namespace AsyncStd.Io;

using System.Runtime.CompilerServices;

/// <summary>Never runs out of one byte.</summary>
internal sealed class RepeatStream(byte value) : AsyncStream
{
    public override bool CanRead => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        return Turn.TryTake() ? new ValueTask<int>(Read(buffer.Span)) : ReadLaterAsync(buffer);
    }

    public override int Read(Span<byte> buffer)
    {
        buffer.Fill(value);
        return buffer.Length;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadLaterAsync(Memory<byte> buffer)
    {
        await Turn.Give();
        return Read(buffer.Span);
    }
}
