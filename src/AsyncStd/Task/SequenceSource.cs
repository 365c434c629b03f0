namespace AsyncStd.Task;

/// <summary>Items of a sequence.</summary>
internal sealed class SequenceSource<TSource>(IEnumerable<TSource> sequence) : ItemSource<TSource>
{
    private IEnumerator<TSource>? _enumerator;

    public override bool IsAsync => false;

    public override TSource Current => _enumerator!.Current;

    public override ValueTask<bool> MoveNextAsync() => new((_enumerator ??= sequence.GetEnumerator()).MoveNext());

    public override void Stop()
    {
    }

    public override ValueTask DisposeAsync()
    {
        _enumerator?.Dispose();
        return default;
    }
}
