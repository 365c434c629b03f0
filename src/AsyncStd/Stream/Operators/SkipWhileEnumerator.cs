namespace AsyncStd.Stream;

using System.Diagnostics.CodeAnalysis;

/// <summary>The items from the first on that fails a test.</summary>
internal sealed class SkipWhileEnumerator<T>(AsyncSequenceEnumerator<T> source, Func<T, bool> predicate) : PassEnumerator<T, T>(source)
{
    private bool _hasBegun;

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        while (Source.TryRead(out item))
        {
            if (_hasBegun || !predicate(item))
            {
                _hasBegun = true;
                return true;
            }
        }

        return false;
    }
}
