namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>The items before the first that fails a test.</summary>
internal sealed class TakeWhileEnumerator<T>(AsyncSequenceEnumerator<T> source, Func<T, bool> predicate) : PassEnumerator<T, T>(source)
{
    private bool _isOver;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!_isOver && Source.TryRead(out item))
        {
            if (predicate(item))
            {
                return true;
            }

            _isOver = true;
        }

        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _isOver ? default : Source.WaitToReadAsync();
}
