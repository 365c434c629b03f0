namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>Items in arrays of one size; the last may be shorter.</summary>
internal sealed class FixedChunkEnumerator<T>(AsyncSequenceEnumerator<T> source, int size) : PassEnumerator<T, T[]>(source)
{
    private readonly List<T> _chunk = [];
    private bool _isOver;

    public override bool TryRead([MaybeNullWhen(false)] out T[] item)
    {
        while (!_isOver && _chunk.Count < size && Source.TryRead(out T? each))
        {
            _chunk.Add(each);
        }

        if (_chunk.Count == size || (_isOver && _chunk.Count > 0))
        {
            item = [.. _chunk];
            _chunk.Clear();
            return true;
        }

        item = null;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync()
    {
        if (_isOver)
        {
            return new ValueTask<bool>(_chunk.Count > 0);
        }

        ValueTask<bool> wait = Source.WaitToReadAsync();
        return wait.IsCompletedSuccessfully ? new ValueTask<bool>(OnWaited(wait.Result)) : FinishAsync(wait);
    }

    private bool OnWaited(bool any)
    {
        _isOver = !any;
        return any || _chunk.Count > 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FinishAsync(ValueTask<bool> wait) => OnWaited(await wait);
}
