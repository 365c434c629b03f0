namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>All but the first so many items.</summary>
internal sealed class SkipEnumerator<T>(AsyncSequenceEnumerator<T> source, int count) : PassEnumerator<T, T>(source)
{
    private int _left = count;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        for (; _left > 0; _left--)
        {
            if (!Source.TryRead(out item))
            {
                return false;
            }
        }

        return Source.TryRead(out item);
    }
}
