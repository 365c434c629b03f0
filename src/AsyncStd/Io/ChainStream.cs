namespace AsyncStd.Io;

using System.Runtime.CompilerServices;
using Stream = System.IO.Stream;

/// <summary>Reads one stream to its end, and then another. Disposing it leaves both open.</summary>
internal sealed class ChainStream(Stream first, Stream second) : AsyncStream
{
    private bool _isFirstOver;

    public override bool CanRead => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => _isFirstOver || buffer.IsEmpty ? second.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    public override int Read(Span<byte> buffer)
    {
        int count = _isFirstOver || buffer.IsEmpty ? 0 : first.Read(buffer);
        if (count > 0)
        {
            return count;
        }

        _isFirstOver |= !buffer.IsEmpty;
        return second.Read(buffer);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await first.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            return count;
        }

        _isFirstOver = true;
        return await second.ReadAsync(buffer, cancellationToken);
    }
}
