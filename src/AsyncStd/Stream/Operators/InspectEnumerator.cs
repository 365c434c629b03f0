namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>Shows each item to a function as it passes.</summary>
internal sealed class InspectEnumerator<T>(AsyncSequenceEnumerator<T> source, Action<T> inspect) : PassEnumerator<T, T>(source)
{
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (!Source.TryRead(out item))
        {
            return false;
        }

        inspect(item);
        return true;
    }
}
