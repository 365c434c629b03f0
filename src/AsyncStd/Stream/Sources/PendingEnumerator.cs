namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using AsyncStd.Task;

/// <summary>Nothing, without an end.</summary>
internal sealed class PendingEnumerator<T>(CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private bool _isDisposed;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isDisposed ? default : new PendingOperation<bool>().Begin(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return default;
    }
}
