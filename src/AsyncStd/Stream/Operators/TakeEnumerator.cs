namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>The first so many items.</summary>
internal sealed class TakeEnumerator<T>(AsyncSequenceEnumerator<T> source, int count) : PassEnumerator<T, T>(source)
{
    private int _left = Math.Max(count, 0);

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_left > 0 && Source.TryRead(out item))
        {
            _left--;
            return true;
        }

        item = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync() => _left > 0 ? Source.WaitToReadAsync() : default;
}
