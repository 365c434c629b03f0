namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a function gives, until it gives nothing.</summary>
internal sealed class GeneratedEnumerator<T>(GeneratedEnumerator<T>.Next next, CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private ReadyItems _ready;
    private bool _isOver;

    /// <summary>Gives the next item. False: there is none, nor will there be.</summary>
    public delegate bool Next(out T item);

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_isOver || !_ready.TryTake(cancellationToken))
        {
            item = default;
            return false;
        }

        _isOver = !next(out item);
        return !_isOver;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver ? default : _ready.GiveWayAsync(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _isOver = true;
        return default;
    }
}
