namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>The items of an array.</summary>
internal sealed class ArrayEnumerator<T>(T[] items, CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private int _next;

    /// <summary>Up to here without looking around.</summary>
    private int _limit;
    private bool _isDisposed;
    private ReadyItems _ready;

    internal override bool BeginsNothing => true;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        int next = _next;
        if (next >= _limit && !TryAdvance())
        {
            item = default;
            return false;
        }

        item = items[next];
        _next = next + 1;
        return true;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isDisposed || _next == items.Length ? default : _ready.GiveWayAsync(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _limit = 0;
        return default;
    }

    private bool TryAdvance()
    {
        if (_isDisposed || _next == items.Length)
        {
            return false;
        }

        _limit = _next + Math.Min(_ready.TakeBatch(cancellationToken), items.Length - _next);
        return _limit > _next;
    }
}
