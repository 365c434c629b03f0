namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>What a function makes of the items it can make something of.</summary>
internal sealed class FilterMapEnumerator<TSource, T>(AsyncSequenceEnumerator<TSource> source, TryFunc<TSource, T> convert) : PassEnumerator<TSource, T>(source)
{
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        while (Source.TryRead(out TSource? each))
        {
            if (convert(each, out item))
            {
                return true;
            }
        }

        item = default;
        return false;
    }
}
