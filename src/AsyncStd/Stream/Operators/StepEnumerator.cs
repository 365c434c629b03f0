namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>What an asynchronous function makes of each item: another, none, or the end.</summary>
internal sealed class StepEnumerator<TSource, T>(AsyncSequenceEnumerator<TSource> source, Func<TSource, ValueTask<Step<T>>> function) : PassEnumerator<TSource, T>(source)
{
    private ValueTask<Step<T>> _pending;
    private bool _isPending;
    private Step<T> _made;
    private bool _isOver;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        while (!_made.HasItem && !_isPending && !_isOver && Source.TryRead(out TSource? each))
        {
            ValueTask<Step<T>> step = function(each);
            if (step.IsCompletedSuccessfully)
            {
                OnMade(step.Result);
            }
            else
            {
                _pending = step;
                _isPending = true;
            }
        }

        item = _made.Item;
        bool hasItem = _made.HasItem;
        _made = default;
        return hasItem;
    }

    public override ValueTask<bool> WaitToReadAsync()
        => _isPending ? FinishAsync() : _made.HasItem ? new ValueTask<bool>(true) : _isOver ? default : Source.WaitToReadAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FinishAsync()
    {
        ValueTask<Step<T>> pending = _pending;
        _pending = default;
        _isPending = false;
        OnMade(await pending);
        return _made.HasItem || !_isOver;
    }

    private void OnMade(Step<T> step)
    {
        _made = step;
        _isOver = step.IsEnd;
    }
}
