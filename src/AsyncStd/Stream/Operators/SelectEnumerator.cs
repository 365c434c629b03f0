namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Makes something of each item.</summary>
internal sealed class SelectEnumerator<TSource, T>(AsyncSequenceEnumerator<TSource> source, Func<TSource, T> selector) : PassEnumerator<TSource, T>(source)
{
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (Source.TryRead(out TSource? each))
        {
            item = selector(each);
            return true;
        }

        item = default;
        return false;
    }
}
