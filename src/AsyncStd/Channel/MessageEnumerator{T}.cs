namespace AsyncStd.Channel;

/// <summary>Receives one message after another.</summary>
internal abstract class MessageEnumerator<T> : IAsyncEnumerator<T>
{
    public T Current { get; set; } = default!;

    /// <summary>Whether nothing more is given out.</summary>
    public bool IsOver { get; set; }

    public abstract ValueTask<bool> MoveNextAsync();

    public ValueTask DisposeAsync()
    {
        IsOver = true;
        Current = default!;
        return default;
    }
}
