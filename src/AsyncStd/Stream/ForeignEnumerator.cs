namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>Somebody else's enumerator, which can only be asked for the next item: waiting moves it, reading hands out what it moved to.</summary>
/// <remarks>The sequence is not asked for anything before the first wait, and its enumerator is disposed of once.</remarks>
internal sealed class ForeignEnumerator<T>(IAsyncEnumerable<T> source, CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private IAsyncEnumerator<T>? _enumerator;
    private ReadyItems _ready;
    private bool _hasItem;
    private bool _isDisposed;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!_hasItem)
        {
            item = default;
            return false;
        }

        item = _enumerator!.Current;
        _hasItem = false;
        return true;
    }

    public override ValueTask<bool> WaitToReadAsync()
    {
        if (_hasItem)
        {
            return new ValueTask<bool>(true);
        }

        if (_isDisposed)
        {
            return default;
        }

        if (!_ready.TryTake(cancellationToken))
        {
            return GiveWayAndMoveAsync(); // it may always be ready, and then would never let anybody else run
        }

        _enumerator ??= source.GetAsyncEnumerator(cancellationToken);
        ValueTask<bool> move = _enumerator.MoveNextAsync();
        if (!move.IsCompletedSuccessfully)
        {
            return FinishMoveAsync(move);
        }

        _hasItem = move.Result;
        return new ValueTask<bool>(_hasItem);
    }

    public override ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return default;
        }

        _isDisposed = true;
        _hasItem = false;
        return _enumerator?.DisposeAsync() ?? default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FinishMoveAsync(ValueTask<bool> move) => _hasItem = await move;

    /// <summary>Comes back to the caller's place: the move runs code of the source.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> GiveWayAndMoveAsync()
    {
        await _ready.GiveWayAsync(cancellationToken);
        return await WaitToReadAsync();
    }
}
