namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>The items of a sequence that is not asynchronous.</summary>
internal sealed class EnumerableEnumerator<T>(IEnumerable<T> source, CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private IEnumerator<T>? _enumerator;
    private ReadyItems _ready;
    private bool _isOver;

    internal override bool BeginsNothing => true;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (_isOver || !_ready.TryTake(cancellationToken))
        {
            return false;
        }

        _enumerator ??= source.GetEnumerator();
        if (_enumerator.MoveNext())
        {
            item = _enumerator.Current;
            return true;
        }

        _isOver = true;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver ? default : _ready.GiveWayAsync(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        IEnumerator<T>? enumerator = _enumerator;
        _enumerator = null;
        _isOver = true;
        enumerator?.Dispose();
        return default;
    }
}
