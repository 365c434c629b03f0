namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

/// <summary>The first items of several sequences together, then the second, until one is over.</summary>
internal sealed class ZipEnumerator<T>(AsyncSequenceEnumerator<T>[] sources) : AsyncSequenceEnumerator<T[]>
{
    private T[] _row = new T[sources.Length];

    /// <summary>How many of the row are there. What was read stays, if a wait for the next is cancelled.</summary>
    private int _filled;
    private bool _isOver;

    public override bool TryRead([MaybeNullWhen(false)] out T[] item)
    {
        if (sources.Length > 0 && !_isOver && TryFill())
        {
            item = _row;
            _row = new T[sources.Length];
            _filled = 0;
            return true;
        }

        item = null;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver || sources.Length == 0 ? default : WaitAsync();

    public override async ValueTask DisposeAsync()
    {
        ExceptionDispatchInfo? failure = null;
        foreach (AsyncSequenceEnumerator<T> source in sources)
        {
            try
            {
                await source.DisposeAsync();
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        failure?.Throw();
    }

    private bool TryFill()
    {
        while (_filled < sources.Length && sources[_filled].TryRead(out T? next))
        {
            _row[_filled++] = next;
        }

        return _filled == sources.Length;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        while (!TryFill())
        {
            if (!await sources[_filled].WaitToReadAsync())
            {
                _isOver = true;
                return false;
            }
        }

        return true;
    }
}
