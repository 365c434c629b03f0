namespace AsyncStd.Channel;

/// <summary>Receives one message after another.</summary>
internal sealed class ReceiverEnumerator<T>(ChannelCore<T> core, CancellationToken cancellationToken) : IAsyncEnumerator<T>
{
    private bool _isDisposed;

    public T Current { get; set; } = default!;

    public ValueTask<bool> MoveNextAsync()
    {
        if (_isDisposed)
        {
            return default;
        }

        return core.MoveNextAsync(this, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        Current = default!;
        return default;
    }
}
