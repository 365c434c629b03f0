namespace AsyncStd.Io;

using System.Runtime.CompilerServices;

/// <summary>The bytes of a stream, one by one out of a buffer. A step is complete at once while there are some.</summary>
internal sealed class ByteSequence(BufReader reader, bool ownsReader) : IAsyncEnumerable<byte>, IAsyncEnumerator<byte>
{
    private CancellationToken _cancellationToken;
    private ReadOnlyMemory<byte> _bytes;
    private int _index = -1;
    private bool _isTaken;

    public byte Current => _bytes.Span[_index];

    public IAsyncEnumerator<byte> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        ByteSequence enumerator = Interlocked.Exchange(ref _isTaken, true) ? new ByteSequence(reader, ownsReader) { _isTaken = true } : this;
        enumerator._cancellationToken = cancellationToken;
        return enumerator;
    }

    public ValueTask<bool> MoveNextAsync() => ++_index < _bytes.Length ? new ValueTask<bool>(true) : MoveSlowlyAsync();

    public ValueTask DisposeAsync()
    {
        reader.Consume(Math.Min(_index + 1, _bytes.Length));
        _bytes = default;
        if (ownsReader)
        {
            reader.Detach();
        }

        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveSlowlyAsync()
    {
        reader.Consume(_bytes.Length);
        _bytes = default;
        _index = -1;
        _bytes = await reader.FillAsync(_cancellationToken);
        _index = 0;
        return !_bytes.IsEmpty;
    }
}
