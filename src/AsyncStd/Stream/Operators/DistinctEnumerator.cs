namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Each item once.</summary>
internal sealed class DistinctEnumerator<T>(AsyncSequenceEnumerator<T> source, IEqualityComparer<T>? comparer) : PassEnumerator<T, T>(source)
{
    private readonly HashSet<T> _seen = new(comparer);

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        while (Source.TryRead(out item))
        {
            if (_seen.Add(item))
            {
                return true;
            }
        }

        return false;
    }
}
