namespace AsyncStd.Io;

using System.Runtime.CompilerServices;

/// <summary>The lines of a reader. A step is complete at once while a whole line is buffered: a line costs no await, a read does.</summary>
internal sealed class LineSequence(BufReader reader, int maxLength, bool ownsReader) : IAsyncEnumerable<string>, IAsyncEnumerator<string>
{
    private CancellationToken _cancellationToken;
    private bool _isTaken;
    private string? _current;

    public string Current => _current!;

    public IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        // A second enumeration goes on where the first one stopped.
        LineSequence enumerator = Interlocked.Exchange(ref _isTaken, true) ? new LineSequence(reader, maxLength, ownsReader) { _isTaken = true } : this;
        enumerator._cancellationToken = cancellationToken;
        return enumerator;
    }

    public ValueTask<bool> MoveNextAsync()
        => reader.TryTakeLine(maxLength, out _current) ? new ValueTask<bool>(true) : MoveSlowlyAsync();

    public ValueTask DisposeAsync()
    {
        if (ownsReader)
        {
            reader.Detach();
        }

        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveSlowlyAsync()
    {
        _current = await reader.ReadLineAsync(maxLength, _cancellationToken);
        return _current is not null;
    }
}
