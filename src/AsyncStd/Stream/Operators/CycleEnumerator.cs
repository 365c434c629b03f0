namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>A sequence again and again, until a round has nothing.</summary>
internal sealed class CycleEnumerator<T>(IAsyncEnumerable<T> source, CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private AsyncSequenceEnumerator<T>? _round;
    private ReadyItems _rounds;
    private bool _isEmpty = true;
    private bool _isOver;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_round is { } round && round.TryRead(out item))
        {
            _isEmpty = false;
            return true;
        }

        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver ? default : WaitAsync();

    public override ValueTask DisposeAsync()
    {
        AsyncSequenceEnumerator<T>? round = _round;
        _round = null;
        _isOver = true;
        return round?.DisposeAsync() ?? default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        while (true)
        {
            if (_round is not null)
            {
                if (await _round.WaitToReadAsync())
                {
                    return true;
                }

                AsyncSequenceEnumerator<T> ended = _round;
                _round = null;
                await ended.DisposeAsync();
                if (_isEmpty)
                {
                    _isOver = true;
                    return false;
                }
            }

            while (!_rounds.TryTake(cancellationToken))
            {
                await _rounds.GiveWayAsync(cancellationToken); // rounds of one item each must not keep others from running
            }

            _isEmpty = true;
            _round = Enumeration.Begin(source, cancellationToken);
        }
    }
}
