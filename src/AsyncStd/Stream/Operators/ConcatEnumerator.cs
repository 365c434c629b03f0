namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>One sequence after the other. Each is begun when its turn comes, and disposed of when it is over.</summary>
internal sealed class ConcatEnumerator<T>(Func<int, IAsyncEnumerable<T>?> next, CancellationToken cancellationToken) : AsyncSequenceEnumerator<T>
{
    private AsyncSequenceEnumerator<T>? _current;
    private int _begun;
    private bool _isOver;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_current is { } current)
        {
            return current.TryRead(out item);
        }

        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver ? default : WaitAsync();

    public override ValueTask DisposeAsync()
    {
        AsyncSequenceEnumerator<T>? current = _current;
        _current = null;
        _isOver = true;
        return current?.DisposeAsync() ?? default;
    }

    /// <summary>In the caller's place: what comes next may be for a function of the user's to say.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        while (true)
        {
            if (_current is not null)
            {
                if (await _current.WaitToReadAsync())
                {
                    return true;
                }

                AsyncSequenceEnumerator<T> ended = _current;
                _current = null;
                await ended.DisposeAsync();
            }

            if (next(_begun) is not { } source)
            {
                _isOver = true;
                return false;
            }

            _begun++;
            _current = Enumeration.Begin(source, cancellationToken);
        }
    }
}
