namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>The items of the sequences that are made of the items, one sequence after the other.</summary>
internal sealed class SelectManyEnumerator<TSource, T>(AsyncSequenceEnumerator<TSource> source, Func<TSource, AsyncSequenceEnumerator<T>> begin) : AsyncSequenceEnumerator<T>
{
    private AsyncSequenceEnumerator<T>? _inner;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_inner is { } inner)
        {
            return inner.TryRead(out item);
        }

        item = default;
        return false;
    }

    public override async ValueTask DisposeAsync()
    {
        AsyncSequenceEnumerator<T>? inner = _inner;
        _inner = null;
        try
        {
            if (inner is not null)
            {
                await inner.DisposeAsync();
            }
        }
        finally
        {
            await source.DisposeAsync();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<bool> WaitToReadAsync()
    {
        while (true)
        {
            if (_inner is not null)
            {
                if (await _inner.WaitToReadAsync())
                {
                    return true;
                }

                AsyncSequenceEnumerator<T> ended = _inner;
                _inner = null;
                await ended.DisposeAsync();
            }

            TSource? next;
            while (!source.TryRead(out next))
            {
                if (!await source.WaitToReadAsync())
                {
                    return false;
                }
            }

            _inner = begin(next);
        }
    }
}
