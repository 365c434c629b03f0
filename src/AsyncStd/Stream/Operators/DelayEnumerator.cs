namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>Waits once before the first item.</summary>
internal sealed class DelayEnumerator<T>(AsyncSequenceEnumerator<T> source, TimeSpan duration, CancellationToken cancellationToken) : PassEnumerator<T, T>(source)
{
    private Pause _pause;
    private bool _isOver = duration == TimeSpan.Zero;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_isOver)
        {
            return Source.TryRead(out item);
        }

        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver ? Source.WaitToReadAsync() : WaitAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        _pause.BeginIfNot(duration);
        await _pause.Rest(cancellationToken);
        _isOver = true;
        return await Source.WaitToReadAsync();
    }
}
