namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AsyncStd.Task;

/// <summary>A source that is never asked again once it has said that it is over, or has failed.</summary>
internal sealed class FuseEnumerator<T>(AsyncSequenceEnumerator<T> source) : PassEnumerator<T, T>(source)
{
    private bool _isOver;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        item = default;
        bool hasReturned = _isOver;
        try
        {
            bool any = !_isOver && Source.TryRead(out item);
            hasReturned = true;
            return any;
        }
        finally
        {
            _isOver |= !hasReturned;
        }
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver ? default : WaitAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync()
    {
        bool any = false;
        bool wasCancelled = false;
        try
        {
            any = await Source.WaitToReadAsync();
        }
        catch (OperationCanceledException) when (Scope.Current.IsCancellationRequested)
        {
            wasCancelled = true; // the wait was, not the source
            throw;
        }
        finally
        {
            _isOver = !any && !wasCancelled;
        }

        return any;
    }
}
