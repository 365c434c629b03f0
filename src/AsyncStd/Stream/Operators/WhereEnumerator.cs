namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Lets through the items that pass a test.</summary>
internal sealed class WhereEnumerator<T>(AsyncSequenceEnumerator<T> source, Func<T, bool> predicate) : PassEnumerator<T, T>(source)
{
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        while (Source.TryRead(out item))
        {
            if (predicate(item))
            {
                return true;
            }
        }

        item = default;
        return false;
    }
}
