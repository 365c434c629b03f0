namespace AsyncStd.Task;

using AsyncStd.Stream;

/// <summary>Items of an asynchronous sequence.</summary>
internal sealed class AsyncSequenceSource<TSource>(IAsyncEnumerable<TSource> sequence) : ItemSource<TSource>
{
    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<TSource>? _enumerator;

    /// <summary>What was read without a wait, if the last item was.</summary>
    private TSource? _read;
    private bool _wasRead;

    public override bool IsAsync => true;

    public override TSource Current => _wasRead ? _read! : _enumerator!.Current;

    /// <summary>A source of this library says what is ready. What may run an asynchronous function, or is anybody else's, is asked in a branch: there it can be stopped.</summary>
    public override bool TryMoveNext()
        => _wasRead = _enumerator is AsyncSequenceEnumerator<TSource> { BeginsNothing: true } enumerator && enumerator.TryRead(out _read);

    public override ValueTask<bool> MoveNextAsync()
    {
        _wasRead = false;
        return (_enumerator ??= sequence.GetAsyncEnumerator(_stop.Token)).MoveNextAsync();
    }

    public override void Stop() => _stop.Cancel();

    public override ValueTask DisposeAsync() => _enumerator?.DisposeAsync() ?? default;
}
