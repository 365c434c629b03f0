namespace AsyncStdConformance.Io;

using AsyncStd.Io;
using AsyncStd.Prelude;

/// <summary>Gives away its bytes a few at a time, and gives way before each.</summary>
internal sealed class DripStream(byte[] bytes, int atATime) : AsyncStream
{
    private int _at;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.YieldNow();
        int count = Math.Min(Math.Min(atATime, buffer.Length), bytes.Length - _at);
        bytes.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }
}
