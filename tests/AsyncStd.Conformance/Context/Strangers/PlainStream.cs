namespace AsyncStdConformance.Context.Strangers;

/// <summary>Somebody's stream: gives away its bytes a few at a time, keeps what is written, and waits in each call.</summary>
internal sealed class PlainStream(Witness witness, string text = "") : System.IO.Stream
{
    private readonly byte[] _bytes = System.Text.Encoding.UTF8.GetBytes(text);
    private readonly MemoryStream _written = new();
    private int _at;

    public string Written => System.Text.Encoding.UTF8.GetString(_written.ToArray());

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await witness.Wait();
        int count = Math.Min(Math.Min(3, buffer.Length), _bytes.Length - _at);
        _bytes.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await witness.Wait();
        _written.Write(buffer.Span);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken) => await witness.Wait();

    public override async ValueTask DisposeAsync() => await witness.Wait();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
