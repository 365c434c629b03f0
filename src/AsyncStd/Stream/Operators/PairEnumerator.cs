namespace AsyncStd.Stream;

using System.Runtime.CompilerServices;

/// <summary>Items of two sequences in pairs.</summary>
internal sealed class PairEnumerator<T1, T2>(AsyncSequenceEnumerator<T1> first, AsyncSequenceEnumerator<T2> second) : AsyncSequenceEnumerator<(T1 First, T2 Second)>
{
    private T1? _first;

    /// <summary>What was read of the first stays, if a wait for the second is cancelled.</summary>
    private bool _hasFirst;
    private T2? _second;
    private bool _hasSecond;
    private bool _isOver;

    public override bool TryRead(out (T1 First, T2 Second) item)
    {
        if (_isOver || !TryFill())
        {
            item = default;
            return false;
        }

        item = (_first!, _second!);
        (_first, _second) = (default, default);
        (_hasFirst, _hasSecond) = (false, false);
        return true;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver ? default : WaitAsync();

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await second.DisposeAsync();
        }
        finally
        {
            await first.DisposeAsync();
        }
    }

    private bool TryFill()
    {
        _hasFirst = _hasFirst || first.TryRead(out _first);
        _hasSecond = _hasSecond || (_hasFirst && second.TryRead(out _second));
        return _hasSecond;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        while (!TryFill())
        {
            if (!await (_hasFirst ? second.WaitToReadAsync() : first.WaitToReadAsync()))
            {
                _isOver = true;
                return false;
            }
        }

        return true;
    }
}
