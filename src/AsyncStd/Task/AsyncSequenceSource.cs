namespace AsyncStd.Task;

/// <summary>Items of an asynchronous sequence.</summary>
internal sealed class AsyncSequenceSource<TSource>(IAsyncEnumerable<TSource> sequence) : ItemSource<TSource>
{
    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<TSource>? _enumerator;

    public override bool IsAsync => true;

    public override TSource Current => _enumerator!.Current;

    public override ValueTask<bool> MoveNextAsync() => (_enumerator ??= sequence.GetAsyncEnumerator(_stop.Token)).MoveNextAsync();

    public override void Stop() => _stop.Cancel();

    public override ValueTask DisposeAsync() => _enumerator?.DisposeAsync() ?? default;
}
