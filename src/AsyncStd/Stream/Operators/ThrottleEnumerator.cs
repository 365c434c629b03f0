namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

/// <summary>Spaces items out: each comes so long after the one before, at least.</summary>
internal sealed class ThrottleEnumerator<T>(AsyncSequenceEnumerator<T> source, TimeSpan duration, CancellationToken cancellationToken) : PassEnumerator<T, T>(source)
{
    private Pause _pause;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_pause.IsOver && Source.TryRead(out item))
        {
            _pause.Begin(duration);
            return true;
        }

        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _pause.IsOver ? Source.WaitToReadAsync() : WaitAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        await _pause.Rest(cancellationToken);
        return await Source.WaitToReadAsync();
    }
}
